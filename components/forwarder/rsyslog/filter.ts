import type { EventFields, Verdict } from "../../events/eventFields";
import { ADDRESS_FORM, CSV_FORM, DOTTED_PATH, jsonForm, jsonKey, meantPath, READ_KEYS } from "../../events/eventForms";
import {
  candidates,
  dropRules,
  dropsNothing,
  type FilterRule,
  foldedUsers,
  type NoiseFilter,
} from "../../events/noiseFilter";
import { harmlessStatuses } from "../../events/operations";
import { dropped } from "../../events/presets";
import { addressCheck } from "./addressCheck";

/**
 * Where the fields of CSV stand. By exact fields, never by a text somewhere in the line: a file named
 * `x,fs_read_metadata,y` would hide its deletion. The third part between quotes is what stands between user and path, and
 * no user or path can get into it: a quote in a user's name is doubled, which leaves this part empty, and an event without
 * an operation is kept.
 */
const CSV: EventFields & Verdict = {
  client: "field($msg, 44, 1)",
  user: "field($msg, 34, 2)",
  protocol: "field(field($msg, 34, 3), 44, 2)",
  operation: "field(field($msg, 34, 3), 44, 3)",
  status: "field(field($msg, 34, 3), 44, 4)",
  path: "field($msg, 34, 4)",
  target: "field($msg, 34, 6)",
};

/** Operation and status of JSON: the text between the first two quotes behind the key. */
const behind = (key: keyof Verdict): string => `field($msg, '${jsonKey(key)}', 2)`;
const JSON_VERDICT: Verdict = {
  operation: `field(${behind("operation")}, 34, 2)`,
  status: `field(${behind("status")}, 34, 2)`,
};
/** The further fields, as mmjsonparse has them. Of path and name, and of target and second name, one is there. */
const JSON_FIELDS: EventFields = {
  client: "$!qumulo!user_ip",
  user: "$!qumulo!user_id!name",
  protocol: "$!qumulo!protocol",
  path: "$!qumulo!details!path & $!qumulo!details!extra_name",
  target: "$!qumulo!details!target & $!qumulo!details!second_extra_name",
};

/** What rules compare, whatever the form: set for lines that can be read without a guess, and taken away again. */
const RULE = {
  operation: "$.rule!operation",
  /** Empty where it is no address of IPv4. */
  client: "$.rule!client",
  user: "$.rule!user",
  protocol: "$.rule!protocol",
  path: "$.rule!path",
  target: "$.rule!target",
  /** `yes` where a path may lead elsewhere. */
  dots: "$.rule!dots",
};

/**
 * The statements that stop what is not to be kept, for the place of the filter in the ruleset; empty where nothing is
 * dropped. What most events fail stands in front, because every event comes here.
 */
export function filterStatements(filter: NoiseFilter): string {
  if (dropsNothing(filter)) return "";
  const verdict = ({ operation, status }: Verdict) => [
    `${operation} == ${list(candidates(filter))}`,
    `${status} == ${list(harmlessStatuses())}`,
  ];
  const [byCsv, byJson] = hasRules(filter) ? [csvFields(filter), jsonFields(filter)] : [["stop"], ["stop"]];
  return [
    'if ($msg startswith "{") then {',
    `  if (${[...verdict(JSON_VERDICT), ...CERTAIN].join(" and ")}) then {`,
    ...byJson.map((line) => `    ${line}`),
    "  }",
    `} else if (${[...verdict(CSV), NO_MORE_FIELDS].join(" and ")}) then {`,
    ...byCsv.map((line) => `  ${line}`),
    "}",
    ...(hasRules(filter) ? rules(filter) : []),
  ]
    .map((line) => `    ${line}`)
    .join("\n");
}

const isMissing = (field: string): string => `${field} == '***FIELD NOT FOUND***'`;

/** That protocol, operation, status and id of CSV hold no comma, which would shift the others. */
const NO_MORE_FIELDS = isMissing("field(field($msg, 34, 3), 44, 7)");

/** That operation and status of a line of JSON are what they seem: texts, and of keys that stand once. */
const CERTAIN: readonly string[] = [
  ...(["operation", "status"] as const).flatMap((key) => [
    `field(${behind(key)}, 34, 1) == ["", " "]`,
    isMissing(`field($msg, '"${key}"', 3)`),
  ]),
  // Letters of ASCII that are written as escapes can hide a second key of the same name.
  `not ($msg contains '\\\\u00')`,
];

/** Where no rule of `include` may be about it, an operation of the preset is enough. */
const presetAlone = ({ keep, include }: NoiseFilter, { operation }: Verdict): string[] =>
  include.length === 0 && dropped[keep].length > 0 ? [`if (${operation} == ${list(dropped[keep])}) then stop`] : [];

/** Sets what rules compare. */
const compared = ({ operation }: Verdict, { client, user, protocol, path, target }: EventFields): string[] => [
  `set ${RULE.operation} = ${operation};`,
  `if (${matches(client, ADDRESS_FORM)}) then set ${RULE.client} = ${client};`,
  `set ${RULE.user} = ${user};`,
  `set ${RULE.protocol} = ${protocol};`,
  `set ${RULE.path} = ${path};`,
  `set ${RULE.target} = ${target};`,
];

const csvFields = (filter: NoiseFilter): string[] => [
  ...presetAlone(filter, CSV),
  `if (${matches("$msg", CSV_FORM)}) then {`,
  ...compared(CSV, CSV).map((line) => `  ${line}`),
  "}",
];

/** Reading a whole line takes ten times as long as its operation, so its form is looked at before. */
const jsonFields = (filter: NoiseFilter): string[] => [
  ...presetAlone(filter, JSON_VERDICT),
  `if (${[
    ...READ_KEYS.map((key) => isMissing(`field($msg, '${jsonKey(key)}', 3)`)),
    matches("$msg", jsonForm("posix")),
  ].join(" and ")}) then {`,
  '  action(type="mmjsonparse" cookie="" container="$!qumulo")',
  '  if ($parsesuccess == "OK") then {',
  ...compared(JSON_VERDICT, JSON_FIELDS).map((line) => `    ${line}`),
  "  }",
  "  unset $!qumulo;",
  "}",
];

/** The rules, once for both forms. */
function rules(filter: NoiseFilter): string[] {
  const { keep, include } = filter;
  const { named, any } = dropRules(filter);
  const drops = [
    ...(include.length > 0 && dropped[keep].length > 0 ? [`${RULE.operation} == ${list(dropped[keep])}`] : []),
    ...[...named, ...any].map((rule) => ruleCondition(rule, drop)),
  ].join(" or ");
  const keeps = include.map((rule) => ruleCondition(rule, keepUnsure)).join(" or ");
  return [
    `if (${RULE.operation} != "") then {`,
    `  if (${matches(RULE.path, DOTTED_PATH)} or ${matches(RULE.target, DOTTED_PATH)}) then set ${RULE.dots} = "yes";`,
    `  if ((${drops})${keeps === "" ? "" : ` and not (${keeps})`}) then stop`,
    "  unset $.rule;",
    "}",
  ];
}

/** A text as rsyslog writes it: strings have C's escapes. */
const text = (value: string): string => `'${value.replace(/[\\']/g, "\\$&")}'`;
/** A list as rsyslog compares it: sorted, with one member as plain text. */
const list = (values: readonly string[]): string => {
  const quoted = [...values].sort().map(text);
  return quoted.length === 1 ? (quoted[0] ?? "") : `[${quoted.join(",")}]`;
};
const matches = (field: string, form: string): string => `re_match(${field}, ${text(form)})`;

/** How a rule compares clients and paths. */
interface Comparison {
  readonly clients: (clientCidrs: readonly string[]) => string;
  readonly paths: (pathPrefixes: readonly string[]) => string;
}

/** A rule that drops must be sure. */
const drop: Comparison = {
  clients: (clientCidrs) => `(${RULE.client} != "" and (${addressCheck(clientCidrs, RULE.client)}))`,
  paths: (prefixes) =>
    `(${RULE.dots} == "" and ${begins(RULE.path, prefixes)} and (${RULE.target} == "" or ${begins(RULE.target, prefixes)}))`,
};

/** A rule that keeps need not be. */
const keepUnsure: Comparison = {
  clients: (clientCidrs) => `(${RULE.client} == "" or ${addressCheck(clientCidrs, RULE.client)})`,
  paths: (prefixes) =>
    `(${RULE.dots} != "" or ${matches(RULE.path, meantPath(prefixes))} or ${matches(RULE.target, meantPath(prefixes))})`,
};

const begins = (field: string, prefixes: readonly string[]): string => `${field} startswith ${list(prefixes)}`;

function ruleCondition(rule: FilterRule, { clients, paths }: Comparison): string {
  const { operations, protocols, users, clientCidrs, pathPrefixes } = rule;
  const parts = [
    operations && `${RULE.operation} == ${list(operations)}`,
    protocols && `${RULE.protocol} == ${list(protocols)}`,
    users && userCondition(users),
    clientCidrs && clients(clientCidrs),
    pathPrefixes && paths(pathPrefixes),
  ].filter((part) => part !== undefined);
  return `(${parts.join(" and ")})`;
}

function userCondition(users: readonly string[]): string {
  const { anyCase, exact } = foldedUsers(users);
  const parts = [
    ...(anyCase.length > 0 ? [`tolower(${RULE.user}) == ${list(anyCase)}`] : []),
    ...(exact.length > 0 ? [`${RULE.user} == ${list(exact)}`] : []),
  ];
  return `(${parts.join(" or ")})`;
}

/** rsyslog's reader of JSON, where rules ask for more than the operation. */
export const filterModule = (filter: NoiseFilter): string =>
  hasRules(filter) ? '# Reads the fields of JSON lines for the filter.\nmodule(load="mmjsonparse")' : "";

/** Whether the filter asks for more than the preset does. */
const hasRules = ({ include, exclude }: NoiseFilter): boolean => include.length > 0 || exclude.length > 0;
