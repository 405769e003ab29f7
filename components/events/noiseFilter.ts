import { contains } from "../network/addresses";
import { type EventFields, fieldsOf, verdictOf } from "./eventFields";
import { ADDRESS_FORM, DOTTED_PATH, meantPath } from "./eventForms";
import { harmlessStatuses, operations } from "./operations";
import { dropped, type Preset } from "./presets";

/** Which events a rule is about: those that have all of what it names. Lists are alternatives. */
export interface FilterRule {
  /** Example: `["fs_read_data"]`. */
  readonly operations?: readonly string[];
  /** As the cluster writes them. Example: `["nfsv3"]`. */
  readonly protocols?: readonly string[];
  /**
   * As the cluster writes them: names of ASCII letters without regard to case, others to the letter, because rsyslog
   * folds no other letters. Example: `["AD\\svc-backup"]`.
   */
  readonly users?: readonly string[];
  /** Ranges of clients, which write addresses of IPv4 in the usual way. Example: `["10.1.2.0/24"]`. */
  readonly clientCidrs?: readonly string[];
  /** Beginnings of the path, of both paths where an event has two. Example: `["/scratch/"]`. */
  readonly pathPrefixes?: readonly string[];
}

/**
 * Which events are kept. In doubt an event is kept, so always, whatever the rest says: an operation or a status that is
 * not known, a refused attempt, and a line whose operation or status cannot be read for certain. Rules of `exclude` drop
 * only lines of an exact form, `pathPrefixes` only where every path of the event begins so and none has a part `.` or
 * `..`, `clientCidrs` only whole addresses of IPv4.
 */
export interface NoiseFilter {
  readonly keep: Preset;
  /** Kept, though the preset or a rule of `exclude` drops them. */
  readonly include: readonly FilterRule[];
  /** Dropped, beyond what the preset drops. */
  readonly exclude: readonly FilterRule[];
}

/** The filter that drops nothing. */
export const KEEP_EVERYTHING: NoiseFilter = { keep: "everything", include: [], exclude: [] };

/** Whether a filter drops anything at all. */
export const dropsNothing = ({ keep, exclude }: NoiseFilter): boolean =>
  dropped[keep].length === 0 && exclude.length === 0;

/** Rules that drop, by the operations that they are about. */
export interface DropRules {
  /** Those that name operations. */
  readonly named: readonly FilterRule[];
  /** Those that name none: they are about every known operation. */
  readonly any: readonly FilterRule[];
}

/** The rules of `exclude`. */
export const dropRules = ({ exclude }: NoiseFilter): DropRules => ({
  named: exclude.filter(({ operations }) => operations !== undefined),
  any: exclude.filter(({ operations }) => operations === undefined),
});

/**
 * Operations that the filter may drop at all: those of the preset and of rules, or every known one where a rule names
 * none. It stands once in front of the rules, which are many, and an operation that is not known is in no such list.
 */
export function candidates(filter: NoiseFilter): string[] {
  const { named, any } = dropRules(filter);
  const names =
    any.length > 0
      ? operations().map(({ name }) => name)
      : [...dropped[filter.keep], ...named.flatMap((rule) => rule.operations ?? [])];
  return [...new Set(names)].sort();
}

/** Users of a rule by the way they are compared. */
export const foldedUsers = (users: readonly string[]) => ({
  /** In lower case. */
  anyCase: users.filter(isAscii).map(lowerAscii),
  exact: users.filter((user) => !isAscii(user)),
});
const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What the filter means, in one place: the forwarder's and the rule's own forms of it are held to this. */
export function isKept(filter: NoiseFilter, line: string): boolean {
  const { operation, status } = verdictOf(line) ?? {};
  if (operation === undefined || !candidates(filter).includes(operation)) return true;
  if (status === undefined || !harmlessStatuses().includes(status)) return true;
  const isNoise = dropped[filter.keep].includes(operation);
  const event = fieldsOf(line);
  // A rule of `include` may be about it.
  if (event === undefined) return !isNoise || filter.include.length > 0;
  const { named, any } = dropRules(filter);
  const isExcluded =
    named.some((rule) => rule.operations?.includes(operation) && isAbout(rule, event)) ||
    any.some((rule) => isAbout(rule, event));
  return !(isNoise || isExcluded) || filter.include.some((rule) => mayBeAbout(rule, operation, event));
}

/** Whether a rule that drops is about the event beyond doubt. */
const isAbout = ({ protocols, users, clientCidrs, pathPrefixes }: FilterRule, event: EventFields): boolean =>
  (protocols?.includes(event.protocol) ?? true) &&
  (users === undefined || isOneOf(users, event.user)) &&
  (clientCidrs === undefined || (ADDRESS.test(event.client) && isWithin(clientCidrs, event.client))) &&
  (pathPrefixes === undefined ||
    (beginsWith(pathPrefixes, event.path) &&
      (event.target === "" || beginsWith(pathPrefixes, event.target)) &&
      !DOTTED.test(event.path) &&
      !DOTTED.test(event.target)));

/** Whether a rule that keeps is about the event, or may be. */
const mayBeAbout = (rule: FilterRule, operation: string, event: EventFields): boolean =>
  (rule.operations?.includes(operation) ?? true) &&
  (rule.protocols?.includes(event.protocol) ?? true) &&
  (rule.users === undefined || isOneOf(rule.users, event.user)) &&
  (rule.clientCidrs === undefined || !ADDRESS.test(event.client) || isWithin(rule.clientCidrs, event.client)) &&
  (rule.pathPrefixes === undefined ||
    [event.path, event.target].some((path) => DOTTED.test(path) || mayBegin(rule.pathPrefixes ?? [], path)));

const ADDRESS = new RegExp(ADDRESS_FORM);
const DOTTED = new RegExp(DOTTED_PATH);
const isWithin = (cidrs: readonly string[], client: string): boolean => cidrs.some((cidr) => contains(cidr, client));
const mayBegin = (prefixes: readonly string[], path: string): boolean => new RegExp(meantPath(prefixes)).test(path);
const beginsWith = (prefixes: readonly string[], path: string): boolean =>
  prefixes.some((prefix) => path.startsWith(prefix));

function isOneOf(users: readonly string[], user: string): boolean {
  const { anyCase, exact } = foldedUsers(users);
  return anyCase.includes(lowerAscii(user)) || exact.includes(user);
}
