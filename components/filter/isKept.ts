import { harmlessStatuses } from "../events/operations";
import { contains } from "../network/addresses";
import { candidates, type Dialect, filterConditions, lowerAscii } from "./conditions";
import { type EventFields, fieldsOf, verdictOf } from "./eventFields";
import { ADDRESS_FORM, DOTTED_PATH, possiblePath } from "./exactForms";
import type { NoiseFilter } from "./noiseFilter";
import { dropped } from "./presets";

/**
 * Whether the filter keeps an event, given the line that the cluster sends. This function defines what the filter means:
 * tests compare the rsyslog and KQL filters with it.
 */
export function isKept(filter: NoiseFilter, line: string): boolean {
  const verdict = verdictOf(line);
  if (verdict === undefined) return true;
  const { operation, status } = verdict;
  if (!candidates(filter).includes(operation) || !harmlessStatuses().includes(status)) return true;
  const fields = fieldsOf(line);
  // No `exclude` rule matches a line without an exact form, but any `include` rule might.
  if (fields === undefined) return !dropped[filter.keep].includes(operation) || filter.include.length > 0;
  const { client, user, protocol, path, target } = fields;
  const event = { operation, client, user, protocol, path, target };
  const { preset, drops, keeps } = filterConditions(filter, PREDICATES);
  const matches = (condition: Predicate) => condition(event);
  return ![...preset, ...drops].some(matches) || keeps.some(matches);
}

type Predicate = (event: EventFields & { readonly operation: string }) => boolean;

const ADDRESS = new RegExp(ADDRESS_FORM);
const DOTTED = new RegExp(DOTTED_PATH);
const isIn = (cidrs: readonly string[], client: string): boolean => cidrs.some((cidr) => contains(cidr, client));

const PREDICATES: Dialect<Predicate> = {
  all: (conditions) => (event) => conditions.every((condition) => condition(event)),
  any: (conditions) => (event) => conditions.some((condition) => condition(event)),
  isOneOf: (field, values) => (event) => values.includes(event[field]),
  isUserInAnyCase: (names) => (event) => names.includes(lowerAscii(event.user)),
  isClientIn: (cidrs) => (event) => ADDRESS.test(event.client) && isIn(cidrs, event.client),
  mayClientBeIn: (cidrs) => (event) => !ADDRESS.test(event.client) || isIn(cidrs, event.client),
  startsWith: (path, prefixes) => (event) => prefixes.some((prefix) => event[path].startsWith(prefix)),
  mayStartWith: (path, prefixes) => (event) => new RegExp(possiblePath(prefixes)).test(event[path]),
  hasDots: (event) => DOTTED.test(event.path) || DOTTED.test(event.target),
  hasNoDots: (event) => !DOTTED.test(event.path) && !DOTTED.test(event.target),
  hasNoTarget: (event) => event.target === "",
};
