import { harmlessStatuses } from "../events/operations";
import { kql, verbatim } from "../kqlFile";
import { prefixesOf } from "../network/addresses";
import { candidates, type Dialect, filterConditions } from "./conditions";
import { ADDRESS_FORM, DOTTED_PATH, possiblePath } from "./exactForms";
import { dropsNothing, type NoiseFilter } from "./noiseFilter";

/**
 * Columns that a condition may use. Those in use are computed once, and removed at the end, because the transformation must
 * not output them.
 */
const COMPUTED = {
  /** Empty if the client is not an IPv4 address. */
  ClientV4: `iif(ClientIP matches regex ${verbatim(ADDRESS_FORM)}, ClientIP, "")`,
  /** Empty if the name has characters outside ASCII, because `tolower` turns some of these into ASCII letters. */
  UserLower: `iif(UserID matches regex @'^[ -~]*$', tolower(UserID), "")`,
  HasDots: `FilePath matches regex ${verbatim(DOTTED_PATH)} or TargetPath matches regex ${verbatim(DOTTED_PATH)}`,
};

const COLUMNS = {
  operation: "Operation",
  protocol: "Protocol",
  user: "UserID",
  path: "FilePath",
  target: "TargetPath",
} as const;

/**
 * Returns the filter as KQL that a transformation applies to QumuloAudit_CL's columns; empty if the filter drops nothing. A
 * row that is stored as text has no operation and is kept. The KQL contains no `not()`, which Azure does not document for
 * transformations.
 * Source: learn.microsoft.com/azure/azure-monitor/essentials/data-collection-transformations-structure.
 */
export function filterKql(filter: NoiseFilter): string {
  if (dropsNothing(filter)) return "";
  const { preset, drops, keeps } = filterConditions(filter, KQL);
  const isDropped = [
    KQL.isOneOf("operation", candidates(filter)),
    `OperationStatus in (${list(harmlessStatuses())})`,
    // Without `exclude` rules, the next condition is not needed: the first condition already selects the preset's operations.
    ...(drops.length > 0 ? [KQL.any([...preset, ...drops])] : []),
    ...(keeps.length > 0 ? [`${KQL.any(keeps)} == false`] : []),
  ].join(" and ");
  const where = `where (${isDropped}) == false`;
  const computed = Object.entries(COMPUTED).filter(([name]) => where.includes(name));
  if (computed.length === 0) return where;
  const assignments = computed.map(([name, value]) => `${name} = ${value}`).join(", ");
  return `extend ${assignments} | ${where} | project-away ${computed.map(([name]) => name).join(", ")}`;
}

const list = (values: readonly string[]): string => values.map((value) => kql(value)).join(", ");
const anyOf = (conditions: readonly string[]): string => `(${conditions.join(" or ")})`;

const KQL: Dialect<string> = {
  all: (conditions) => `(${conditions.join(" and ")})`,
  any: anyOf,
  isOneOf: (field, values) => `${COLUMNS[field]} in (${list(values)})`,
  isUserInAnyCase: (names) => `UserLower in (${list(names)})`,
  isClientIn: (cidrs) => anyOf(cidrs.flatMap(inRange)),
  mayClientBeIn: (cidrs) => anyOf([`ClientV4 == ""`, ...cidrs.flatMap(inRange)]),
  startsWith: (path, prefixes) => anyOf(prefixes.map((prefix) => `${COLUMNS[path]} startswith_cs ${kql(prefix)}`)),
  mayStartWith: (path, prefixes) => `${COLUMNS[path]} matches regex ${verbatim(possiblePath(prefixes))}`,
  hasDots: "HasDots",
  hasNoDots: "HasDots == false",
  hasNoTarget: `TargetPath == ""`,
};

/**
 * Returns one condition for each text prefix of a range, because transformations have no functions for address ranges.
 * Example: `ClientV4 startswith_cs "10.1.2."` for `10.1.2.0/24`.
 */
const inRange = (cidr: string): string[] =>
  (prefixesOf(cidr, 256) ?? []).map((prefix) =>
    prefix.endsWith(".") ? `ClientV4 startswith_cs ${kql(prefix)}` : `ClientV4 == ${kql(prefix)}`,
  );
