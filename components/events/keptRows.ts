import { prefixesOf } from "../network/addresses";
import { kql } from "../queryText";
import {
  dropped,
  dropRules,
  dropsNothing,
  type FilterRule,
  foldedUsers,
  keptStatuses,
  type NoiseFilter,
} from "./noiseFilter";

/**
 * The filter as a transformation has it, over the columns of QumuloAudit_CL; empty where nothing is dropped. A row that
 * is stored as text has no operation, and is kept. Only what Azure documents for transformations: so no `not()`.
 */
export function keptRows(filter: NoiseFilter): string {
  const { keep, include } = filter;
  if (dropsNothing(filter)) return "";
  const drops = [...(dropped[keep].length > 0 ? [`Operation in (${list(dropped[keep])})`] : []), ...excluded(filter)];
  const keeps = [`OperationStatus in (${list(keptStatuses())})`, ...include.map(ruleCondition)];
  return `where (${drops.join(" or ")}) == false or ${keeps.join(" or ")}`;
}

function excluded(filter: NoiseFilter): string[] {
  const { named, any, known } = dropRules(filter);
  const anyOperation = any.length === 0 ? [] : [`Operation in (${list(known)}) and ${oneOf(any.map(ruleCondition))}`];
  return [...named.map(ruleCondition), ...anyOperation];
}

const list = (values: readonly string[]): string => values.map((value) => kql(value)).join(", ");
const oneOf = (parts: readonly string[]): string => `(${parts.join(" or ")})`;

function ruleCondition({ operations, protocols, users, clientCidrs, pathPrefixes }: FilterRule): string {
  const parts = [
    operations === undefined ? undefined : `Operation in (${list(operations)})`,
    protocols === undefined ? undefined : `Protocol in (${list(protocols)})`,
    users === undefined ? undefined : userCondition(users),
    clientCidrs === undefined ? undefined : oneOf(clientCidrs.flatMap(clients)),
    pathPrefixes === undefined
      ? undefined
      : oneOf(pathPrefixes.map((prefix) => `FilePath startswith_cs ${kql(prefix)}`)),
  ].filter((part) => part !== undefined);
  return `(${parts.join(" and ")})`;
}

function userCondition(users: readonly string[]): string {
  const { anyCase, exact } = foldedUsers(users);
  return oneOf([
    ...(anyCase.length > 0 ? [`tolower(UserID) in (${list(anyCase)})`] : []),
    ...(exact.length > 0 ? [`UserID in (${list(exact)})`] : []),
  ]);
}

/** A range as beginnings of addresses: transformations have no functions for ranges. */
const clients = (cidr: string): string[] =>
  (prefixesOf(cidr, 256) ?? []).map((prefix) =>
    prefix.endsWith(".") ? `ClientIP startswith_cs ${kql(prefix)}` : `ClientIP == ${kql(prefix)}`,
  );
