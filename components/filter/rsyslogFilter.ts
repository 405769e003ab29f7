import { harmlessStatuses } from "../events/operations";
import { addressCheck } from "./addressCheck";
import { candidates, type Dialect, filterConditions } from "./conditions";
import type { EventFields, Verdict } from "./eventFields";
import { ADDRESS_FORM, CSV_FORM, DOTTED_PATH, jsonForm, jsonKey, possiblePath, READ_KEYS } from "./exactForms";
import { dropsNothing, type NoiseFilter } from "./noiseFilter";
import { dropped } from "./presets";

/**
 * A CSV line's fields as rsyslog expressions. The expressions select fields by position and never search the line. Otherwise,
 * a file named `x,fs_read_metadata,y` could hide its own deletion. If the line is split at quotes, the third part is the
 * text between user and path. No text from a user's name or a path can become this part. If a user's name contains a quote,
 * the cluster doubles the quote, so the third part is empty; the filter then finds no operation and keeps the event.
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

/** Returns the rsyslog expression for the text after a key in a JSON line. */
const after = (key: keyof Verdict): string => `field($msg, '${jsonKey(key)}', 2)`;
/** rsyslog expressions for a JSON line's operation and status: the text between the first two quotes after the key. */
const JSON_VERDICT: Verdict = {
  operation: `field(${after("operation")}, 34, 2)`,
  status: `field(${after("status")}, 34, 2)`,
};
/** A JSON line's other fields, in the variables that mmjsonparse sets. An event has a path or an extra_name, not both. */
const JSON_FIELDS: EventFields = {
  client: "$!qumulo!user_ip",
  user: "$!qumulo!user_id!name",
  protocol: "$!qumulo!protocol",
  path: "$!qumulo!details!path & $!qumulo!details!extra_name",
  target: "$!qumulo!details!target & $!qumulo!details!second_extra_name",
};

/**
 * rsyslog variables that the rules compare. The variables are set only for lines that have an exact form, and unset after the
 * rules.
 */
const RULE = {
  operation: "$.rule!operation",
  /** Empty if the client is not an IPv4 address. */
  client: "$.rule!client",
  user: "$.rule!user",
  protocol: "$.rule!protocol",
  path: "$.rule!path",
  target: "$.rule!target",
  /** `yes` if a path has `.` or `..` as a component. */
  dots: "$.rule!dots",
};

/**
 * Returns the filter as statements for rsyslog's ruleset, which drop events with `stop`; empty if the filter drops nothing.
 * The first checks are those that most events fail, so that few events reach the later ones.
 */
export function filterStatements(filter: NoiseFilter): string {
  if (dropsNothing(filter)) return "";
  const verdict = ({ operation, status }: Verdict) => [
    `${operation} == ${list(candidates(filter))}`,
    `${status} == ${list(harmlessStatuses())}`,
  ];
  const [forCsv, forJson] = hasRules(filter) ? [csvFields(filter), jsonFields(filter)] : [["stop"], ["stop"]];
  return [
    'if ($msg startswith "{") then {',
    `  if (${[...verdict(JSON_VERDICT), ...RELIABLE_VERDICT].join(" and ")}) then {`,
    ...forJson.map((line) => `    ${line}`),
    "  }",
    `} else if (${[...verdict(CSV), NO_MORE_FIELDS].join(" and ")}) then {`,
    ...forCsv.map((line) => `  ${line}`),
    "}",
    ...(hasRules(filter) ? rules(filter) : []),
  ]
    .map((line) => `    ${line}`)
    .join("\n");
}

const isMissing = (field: string): string => `${field} == '***FIELD NOT FOUND***'`;

/** Condition that no field between user and path contains a comma. Such a comma would shift the fields after it. */
const NO_MORE_FIELDS = isMissing("field(field($msg, 34, 3), 44, 7)");

/** Conditions that a JSON line's operation and status are strings and that their keys occur once. */
const RELIABLE_VERDICT: readonly string[] = [
  ...(["operation", "status"] as const).flatMap((key) => [
    `field(${after(key)}, 34, 1) == ["", " "]`,
    isMissing(`field($msg, '"${key}"', 3)`),
  ]),
  // An escape such as \u006f for `o` could hide a second key of the same name.
  `not ($msg contains '\\\\u00')`,
];

/**
 * Returns a statement that drops the preset's operations before any rule is checked. Returns none if the preset drops
 * nothing, or if there are `include` rules, which may keep such events.
 */
const presetAlone = ({ keep, include }: NoiseFilter, { operation }: Verdict): string[] =>
  include.length === 0 && dropped[keep].length > 0 ? [`if (${operation} == ${list(dropped[keep])}) then stop`] : [];

const setVariables = ({ operation }: Verdict, { client, user, protocol, path, target }: EventFields): string[] => [
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
  ...setVariables(CSV, CSV).map((line) => `  ${line}`),
  "}",
];

/**
 * Returns the statements that read a JSON line's fields. The statements check the line's form before parsing the line,
 * because parsing takes ten times as long as reading the operation.
 */
const jsonFields = (filter: NoiseFilter): string[] => [
  ...presetAlone(filter, JSON_VERDICT),
  `if (${[
    ...READ_KEYS.map((key) => isMissing(`field($msg, '${jsonKey(key)}', 3)`)),
    matches("$msg", jsonForm("posix")),
  ].join(" and ")}) then {`,
  '  action(type="mmjsonparse" cookie="" container="$!qumulo")',
  '  if ($parsesuccess == "OK") then {',
  ...setVariables(JSON_VERDICT, JSON_FIELDS).map((line) => `    ${line}`),
  "  }",
  "  unset $!qumulo;",
  "}",
];

/** Returns the statements for the rules, which are the same for CSV and JSON. */
function rules(filter: NoiseFilter): string[] {
  const { preset, drops, keeps } = filterConditions(filter, RSYSLOG);
  const isDropped = [...(keeps.length > 0 ? preset : []), ...drops].join(" or ");
  const isKept = keeps.join(" or ");
  return [
    `if (${RULE.operation} != "") then {`,
    `  if (${matches(RULE.path, DOTTED_PATH)} or ${matches(RULE.target, DOTTED_PATH)}) then set ${RULE.dots} = "yes";`,
    `  if ((${isDropped})${isKept === "" ? "" : ` and not (${isKept})`}) then stop`,
    "  unset $.rule;",
    "}",
  ];
}

/** Returns a text as an rsyslog string literal, in which backslashes and quotes are escaped as in C. */
const text = (value: string): string => `'${value.replace(/[\\']/g, "\\$&")}'`;
/** Returns the right side of a comparison: a sorted array, or a literal if there is only one value. */
const list = (values: readonly string[]): string => {
  const quoted = [...values].sort().map(text);
  return quoted.length === 1 ? (quoted[0] ?? "") : `[${quoted.join(",")}]`;
};
const matches = (field: string, form: string): string => `re_match(${field}, ${text(form)})`;
const anyOf = (conditions: readonly string[]): string => `(${conditions.join(" or ")})`;

const RSYSLOG: Dialect<string> = {
  all: (conditions) => `(${conditions.join(" and ")})`,
  any: anyOf,
  isOneOf: (field, values) => `${RULE[field]} == ${list(values)}`,
  isUserInAnyCase: (names) => `tolower(${RULE.user}) == ${list(names)}`,
  isClientIn: (cidrs) => `(${RULE.client} != "" and (${addressCheck(cidrs, RULE.client)}))`,
  mayClientBeIn: (cidrs) => anyOf([`${RULE.client} == ""`, addressCheck(cidrs, RULE.client)]),
  startsWith: (path, prefixes) => `${RULE[path]} startswith ${list(prefixes)}`,
  mayStartWith: (path, prefixes) => matches(RULE[path], possiblePath(prefixes)),
  hasDots: `${RULE.dots} != ""`,
  hasNoDots: `${RULE.dots} == ""`,
  hasNoTarget: `${RULE.target} == ""`,
};

/**
 * Returns the statement that loads rsyslog's JSON parser; empty if the filter has no rules, because only rules need the
 * parser.
 */
export const filterModule = (filter: NoiseFilter): string =>
  hasRules(filter) ? '# Reads the fields of JSON lines for the filter.\nmodule(load="mmjsonparse")' : "";

const hasRules = ({ include, exclude }: NoiseFilter): boolean => include.length > 0 || exclude.length > 0;
