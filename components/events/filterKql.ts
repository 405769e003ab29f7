import { prefixesOf } from "../network/addresses";
import { kql } from "../queryText";
import { ADDRESS_FORM, DOTTED_PATH, meantPath } from "./eventForms";
import { candidates, dropRules, dropsNothing, type FilterRule, foldedUsers, type NoiseFilter } from "./noiseFilter";
import { harmlessStatuses } from "./operations";
import { dropped } from "./presets";

/** What rules compare, worked out once for all of them. A transformation's names are its columns, so they go again. */
const COMPARED = {
  /** Empty where it is no address of IPv4. */
  ClientV4: `iif(ClientIP matches regex @'${ADDRESS_FORM}', ClientIP, "")`,
  /** In lower case; empty where it is not of ASCII letters alone, because a K of another alphabet becomes a k. */
  UserLower: `iif(UserID matches regex @'^[ -~]*$', tolower(UserID), "")`,
  HasDots: `FilePath matches regex @'${DOTTED_PATH}' or TargetPath matches regex @'${DOTTED_PATH}'`,
};

/**
 * The filter as a transformation has it, over the columns of QumuloAudit_CL; empty where nothing is dropped. A row that
 * is stored as text has no operation, and is kept. Only what Azure documents for transformations: so no `not()`.
 */
export function filterKql(filter: NoiseFilter): string {
  if (dropsNothing(filter)) return "";
  const drops = [
    `Operation in (${list(candidates(filter))})`,
    `OperationStatus in (${list(harmlessStatuses())})`,
    ...ruleConditions(filter),
  ].join(" and ");
  const where = `where (${drops}) == false`;
  const compared = Object.entries(COMPARED).filter(([name]) => where.includes(name));
  if (compared.length === 0) return where;
  const made = compared.map(([name, value]) => `${name} = ${value}`).join(", ");
  return `extend ${made} | ${where} | project-away ${compared.map(([name]) => name).join(", ")}`;
}

/** What rules add to the list of operations: a preset alone needs no more than that. */
function ruleConditions(filter: NoiseFilter): string[] {
  const { keep, include, exclude } = filter;
  const { named, any } = dropRules(filter);
  const preset = dropped[keep].length > 0 ? [`Operation in (${list(dropped[keep])})`] : [];
  return [
    ...(exclude.length > 0 ? [oneOf([...preset, ...[...named, ...any].map((rule) => ruleCondition(rule, drop))])] : []),
    ...(include.length > 0 ? [`${oneOf(include.map((rule) => ruleCondition(rule, keepUnsure)))} == false`] : []),
  ];
}

/** How a rule compares clients and paths. */
interface Comparison {
  readonly clients: (clientCidrs: readonly string[]) => string;
  readonly paths: (pathPrefixes: readonly string[]) => string;
}

/** A rule that drops must be sure. */
const drop: Comparison = {
  clients: (clientCidrs) => oneOf(clientCidrs.flatMap(within)),
  paths: (prefixes) =>
    `(HasDots == false and ${begins("FilePath", prefixes)} and (TargetPath == "" or ${begins("TargetPath", prefixes)}))`,
};

/** A rule that keeps need not be. */
const keepUnsure: Comparison = {
  clients: (clientCidrs) => oneOf([`ClientV4 == ""`, ...clientCidrs.flatMap(within)]),
  paths: (prefixes) => `(HasDots or ${mayBegin("FilePath", prefixes)} or ${mayBegin("TargetPath", prefixes)})`,
};

const list = (values: readonly string[]): string => values.map((value) => kql(value)).join(", ");
const oneOf = (parts: readonly string[]): string => `(${parts.join(" or ")})`;
const begins = (column: string, prefixes: readonly string[]): string =>
  oneOf(prefixes.map((prefix) => `${column} startswith_cs ${kql(prefix)}`));

const mayBegin = (column: string, prefixes: readonly string[]): string =>
  `${column} matches regex @'${meantPath(prefixes).replaceAll("'", "''")}'`;

function ruleCondition(
  { operations, protocols, users, clientCidrs, pathPrefixes }: FilterRule,
  { clients, paths }: Comparison,
): string {
  const parts = [
    operations && `Operation in (${list(operations)})`,
    protocols && `Protocol in (${list(protocols)})`,
    users && userCondition(users),
    clientCidrs && clients(clientCidrs),
    pathPrefixes && paths(pathPrefixes),
  ].filter((part) => part !== undefined);
  return `(${parts.join(" and ")})`;
}

function userCondition(users: readonly string[]): string {
  const { anyCase, exact } = foldedUsers(users);
  return oneOf([
    ...(anyCase.length > 0 ? [`UserLower in (${list(anyCase)})`] : []),
    ...(exact.length > 0 ? [`UserID in (${list(exact)})`] : []),
  ]);
}

/** A range as beginnings of addresses: transformations have no functions for ranges. */
const within = (cidr: string): string[] =>
  (prefixesOf(cidr, 256) ?? []).map((prefix) =>
    prefix.endsWith(".") ? `ClientV4 startswith_cs ${kql(prefix)}` : `ClientV4 == ${kql(prefix)}`,
  );
