import { harmlessStatuses } from "../events/operations";
import { addressCheck } from "./addressCheck";
import { candidates, type Dialect, filterConditions } from "./conditions";
import type { EventFields, Verdict } from "./eventFields";
import { ADDRESS_FORM, CSV_FORM, DOTTED_PATH, jsonForm, jsonKey, possiblePath, READ_KEYS } from "./exactForms";
import { dropsNothing, type NoiseFilter } from "./noiseFilter";
import { dropped } from "./presets";

/**
 * The fields of a CSV line as rsyslog expressions. They select exact fields and never search the line, because a file named
 * `x,fs_read_metadata,y` would otherwise hide its own deletion. The third part between quotes is the text between user and
 * path. No user or path can get into it: a quote in a user's name is doubled, which leaves this part empty, and an event
 * without an operation is kept.
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

/** The text after a key of a JSON line. */
const after = (key: keyof Verdict): string => `field($msg, '${jsonKey(key)}', 2)`;
/** Operation and status of a JSON line: the text between the first two quotes after the key. */
const JSON_VERDICT: Verdict = {
  operation: `field(${after("operation")}, 34, 2)`,
  status: `field(${after("status")}, 34, 2)`,
};
/** The other fields of a JSON line, as mmjsonparse sets them. An event has a path or an extra_name, not both. */
const JSON_FIELDS: EventFields = {
  client: "$!qumulo!user_ip",
  user: "$!qumulo!user_id!name",
  protocol: "$!qumulo!protocol",
  path: "$!qumulo!details!path & $!qumulo!details!extra_name",
  target: "$!qumulo!details!target & $!qumulo!details!second_extra_name",
};

/** Variables that the rules compare. They are set for lines of an exact form only, and unset after the rules. */
const RULE = {
  operation: "$.rule!operation",
  /** Empty if the client is not an IPv4 address. */
  client: "$.rule!client",
  user: "$.rule!user",
  protocol: "$.rule!protocol",
  path: "$.rule!path",
  target: "$.rule!target",
  /** `yes` if a path has `.` or `..` as a part. */
  dots: "$.rule!dots",
};

/**
 * The filter as statements of rsyslog's ruleset, which stop the events to drop; empty if the filter drops nothing. The
 * checks that most events fail come first, because every event passes here.
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

/** No field between user and path contains a comma, which would shift the fields after it. */
const NO_MORE_FIELDS = isMissing("field(field($msg, 34, 3), 44, 7)");

/** Operation and status of a JSON line are texts, and their keys occur once. */
const RELIABLE_VERDICT: readonly string[] = [
  ...(["operation", "status"] as const).flatMap((key) => [
    `field(${after(key)}, 34, 1) == ["", " "]`,
    isMissing(`field($msg, '"${key}"', 3)`),
  ]),
  // An escape such as \u006f for `o` could hide a second key of the same name.
  `not ($msg contains '\\\\u00')`,
];

/** Without rules of `include`, an operation of the preset is dropped at once. */
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

/** The form is checked before the line is parsed: parsing takes ten times as long as reading the operation. */
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

/** The rules. They are written once for CSV and JSON. */
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

/** A string literal of rsyslog, which has the escapes of C. */
const text = (value: string): string => `'${value.replace(/[\\']/g, "\\$&")}'`;
/** The right side of a comparison with several values: a sorted array, or one literal if there is one value. */
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

/** Loads rsyslog's JSON parser, which only rules need. */
export const filterModule = (filter: NoiseFilter): string =>
  hasRules(filter) ? '# Reads the fields of JSON lines for the filter.\nmodule(load="mmjsonparse")' : "";

const hasRules = ({ include, exclude }: NoiseFilter): boolean => include.length > 0 || exclude.length > 0;
