import {
  dropped,
  dropRules,
  dropsNothing,
  type EventFields,
  type FilterRule,
  foldedUsers,
  jsonKey,
  keptStatuses,
  type NoiseFilter,
} from "../../events/noiseFilter";
import { addressCheck } from "./addressCheck";

/**
 * Where the fields of CSV stand. By exact fields, never by a text somewhere in the line: a file named
 * `x,fs_read_metadata,y` would hide its deletion. The third part between quotes is what stands between user and path, and
 * no user or path can get into it: a quote in a user's name is doubled, which leaves this part empty, and an event without
 * an operation is kept.
 */
const CSV: EventFields = {
  client: "field($msg, 44, 1)",
  user: "field($msg, 34, 2)",
  protocol: "field(field($msg, 34, 3), 44, 2)",
  operation: "field(field($msg, 34, 3), 44, 3)",
  status: "field(field($msg, 34, 3), 44, 4)",
  path: "field($msg, 34, 4)",
};
const JSON_FIELDS: EventFields = {
  client: "$!qumulo!user_ip",
  user: "$!qumulo!user_id!name",
  protocol: "$!qumulo!protocol",
  operation: "$!qumulo!operation",
  status: "$!qumulo!status",
  path: "$.path",
};

/**
 * The statements that stop what is not to be kept, for the place of the filter in the ruleset; empty where nothing is
 * dropped. Lines of neither form go on.
 */
export function filterStatements(filter: NoiseFilter): string {
  if (dropsNothing(filter)) return "";
  return [
    'if ($msg startswith "{") then {',
    `  if (${jsonCandidate(filter)}) then {`,
    ...jsonStatements(filter).map((line) => `    ${line}`),
    "  }",
    "} else {",
    `  if (${condition(filter, CSV)}) then stop`,
    "}",
  ]
    .map((line) => `    ${line}`)
    .join("\n");
}

/** Whether a key of a line of JSON has one of the values: the text between the first two quotes behind it. */
const hasValue = (key: "operation" | "status", values: readonly string[]): string =>
  `field(field($msg, '${jsonKey(key)}', 2), 34, 2) == ${list(values)}`;

/** What a line of JSON must hold to be dropped at all: reading the whole of it takes ten times as long. */
function jsonCandidate({ keep, exclude }: NoiseFilter): string {
  const named = exclude.map(({ operations }) => operations);
  const operations = [...dropped[keep], ...named.flatMap((list) => list ?? [])];
  const all = named.includes(undefined);
  return [
    ...(all ? [] : [hasValue("operation", [...new Set(operations)])]),
    `$msg contains '${jsonKey("status")}'`,
    `not (${hasValue("status", keptStatuses())})`,
  ].join(" and ");
}

/** What happens to such a line: without rules it is known already, else its fields are read. */
function jsonStatements(filter: NoiseFilter): string[] {
  const { keep, include } = filter;
  if (!hasRules(filter)) return ["stop"];
  const preset = dropped[keep].length > 0 ? hasValue("operation", dropped[keep]) : undefined;
  const drops = [...(preset === undefined ? [] : [preset]), ...excluded(filter, JSON_FIELDS)];
  const keeps = include.map((rule) => ruleCondition(rule, JSON_FIELDS));
  const kept = keeps.length > 0 ? ` and not (${keeps.join(" or ")})` : "";
  return [
    'action(type="mmjsonparse" cookie="" container="$!qumulo")',
    'if ($parsesuccess == "OK") then {',
    "  set $.path = $!qumulo!details!path;",
    '  if ($.path == "") then { set $.path = $!qumulo!details!extra_name; }',
    `  if ((${drops.join(" or ")})${kept}) then stop`,
    "}",
    ...(preset === undefined ? [] : [`else { if (${preset}) then stop }`]),
  ];
}

/** A list as rsyslog compares it: sorted, with one member as plain text. Strings have C's escapes. */
const list = (values: readonly string[]): string => {
  const quoted = [...values].sort().map((value) => `'${value.replace(/[\\']/g, "\\$&")}'`);
  return quoted.length === 1 ? (quoted[0] ?? "") : `[${quoted.join(",")}]`;
};

function condition(filter: NoiseFilter, fields: EventFields): string {
  const { keep, include } = filter;
  const drops = [
    ...(dropped[keep].length > 0 ? [`${fields.operation} == ${list(dropped[keep])}`] : []),
    ...excluded(filter, fields),
  ];
  const keeps = [`${fields.status} == ${list(keptStatuses())}`, ...include.map((rule) => ruleCondition(rule, fields))];
  // The cheapest test of most events comes first.
  return `(${drops.join(" or ")}) and not (${keeps.join(" or ")})`;
}

function excluded(filter: NoiseFilter, fields: EventFields): string[] {
  const { named, any, known } = dropRules(filter);
  const rules = (of: readonly FilterRule[]) => of.map((rule) => ruleCondition(rule, fields));
  const anyOperation =
    any.length === 0 ? [] : [`(${fields.operation} == ${list(known)} and (${rules(any).join(" or ")}))`];
  return [...rules(named), ...anyOperation];
}

function ruleCondition(rule: FilterRule, fields: EventFields): string {
  const { operations, protocols, users, clientCidrs, pathPrefixes } = rule;
  const parts = [
    operations === undefined ? undefined : `${fields.operation} == ${list(operations)}`,
    protocols === undefined ? undefined : `${fields.protocol} == ${list(protocols)}`,
    users === undefined ? undefined : userCondition(users, fields.user),
    clientCidrs === undefined ? undefined : `(${addressCheck(clientCidrs, fields.client)})`,
    pathPrefixes === undefined ? undefined : `${fields.path} startswith ${list(pathPrefixes)}`,
  ].filter((part) => part !== undefined);
  return `(${parts.join(" and ")})`;
}

function userCondition(users: readonly string[], field: string): string {
  const { anyCase, exact } = foldedUsers(users);
  const parts = [
    ...(anyCase.length > 0 ? [`tolower(${field}) == ${list(anyCase)}`] : []),
    ...(exact.length > 0 ? [`${field} == ${list(exact)}`] : []),
  ];
  return `(${parts.join(" or ")})`;
}

/** rsyslog's reader of JSON, where rules ask for more than the operation. */
export const filterModule = (filter: NoiseFilter): string =>
  hasRules(filter) ? '# Reads the fields of JSON lines for the filter.\nmodule(load="mmjsonparse")' : "";

/** Whether the filter asks for more than the preset does. */
const hasRules = ({ include, exclude }: NoiseFilter): boolean => include.length > 0 || exclude.length > 0;
