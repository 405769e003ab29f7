import { operations } from "../events/operations";
import type { FilterRule, NoiseFilter } from "./noiseFilter";
import { dropped } from "./presets";

/**
 * One of the languages in which a rule's conditions are written. There are three dialects: TypeScript predicates
 * (isKept.ts), which define the meaning; rsyslog's configuration language (rsyslogFilter.ts); and KQL (filterKql.ts).
 */
export interface Dialect<Condition extends NonNullable<unknown>> {
  readonly all: (conditions: readonly Condition[]) => Condition;
  readonly any: (conditions: readonly Condition[]) => Condition;
  /** The event's field equals one of the values. */
  readonly isOneOf: (field: "operation" | "protocol" | "user", values: readonly string[]) => Condition;
  /** The user's name, with its ASCII letters in lower case, equals one of the names. */
  readonly isUserInAnyCase: (lowerCaseNames: readonly string[]) => Condition;
  /** The client is an IPv4 address in one of the ranges. */
  readonly isClientIn: (cidrs: readonly string[]) => Condition;
  /** The client is in one of the ranges, or is not an IPv4 address. */
  readonly mayClientBeIn: (cidrs: readonly string[]) => Condition;
  /** The path starts with one of the prefixes. */
  readonly startsWith: (path: "path" | "target", prefixes: readonly string[]) => Condition;
  /** The path starts with one of the prefixes, where upper and lower case are equal and repeated slashes count as one. */
  readonly mayStartWith: (path: "path" | "target", prefixes: readonly string[]) => Condition;
  /** One of the event's paths has `.` or `..` as a component, so it may resolve to a path in another folder. */
  readonly hasDots: Condition;
  readonly hasNoDots: Condition;
  /** The event has only one path. */
  readonly hasNoTarget: Condition;
}

/**
 * A filter's conditions in one dialect. An event whose operation is one of the `candidates` and whose status is harmless is
 * dropped if any condition in `preset` or `drops` is true and no condition in `keeps` is true.
 */
export interface FilterConditions<Condition> {
  /** The preset's condition, or none if the preset drops nothing. */
  readonly preset: readonly Condition[];
  /** One condition for each `exclude` rule. */
  readonly drops: readonly Condition[];
  /** One condition for each `include` rule. */
  readonly keeps: readonly Condition[];
}

/** Returns all of a filter's conditions in a dialect. */
export function filterConditions<Condition extends NonNullable<unknown>>(
  filter: NoiseFilter,
  dialect: Dialect<Condition>,
): FilterConditions<Condition> {
  const { named, unnamed } = byOperations(filter);
  const presetOperations = dropped[filter.keep];
  return {
    preset: presetOperations.length > 0 ? [dialect.isOneOf("operation", presetOperations)] : [],
    drops: [...named, ...unnamed].map((rule) => ruleCondition(rule, "certain", dialect)),
    keeps: filter.include.map((rule) => ruleCondition(rule, "possible", dialect)),
  };
}

/**
 * Returns a rule's condition in a dialect. An `exclude` rule matches only events that certainly have the rule's values; an
 * `include` rule matches all events that possibly have them.
 */
function ruleCondition<Condition extends NonNullable<unknown>>(
  { operations, protocols, users, clientCidrs, pathPrefixes }: FilterRule,
  match: "certain" | "possible",
  dialect: Dialect<Condition>,
): Condition {
  const isCertain = match === "certain";
  const conditions = [
    operations && dialect.isOneOf("operation", operations),
    protocols && dialect.isOneOf("protocol", protocols),
    users && userCondition(users, dialect),
    clientCidrs && (isCertain ? dialect.isClientIn(clientCidrs) : dialect.mayClientBeIn(clientCidrs)),
    pathPrefixes && (isCertain ? pathsStartWith(pathPrefixes, dialect) : pathsMayStartWith(pathPrefixes, dialect)),
  ];
  return dialect.all(conditions.filter((condition) => condition !== undefined));
}

const pathsStartWith = <Condition extends NonNullable<unknown>>(
  prefixes: readonly string[],
  { all, any, hasNoDots, hasNoTarget, startsWith }: Dialect<Condition>,
): Condition => all([hasNoDots, startsWith("path", prefixes), any([hasNoTarget, startsWith("target", prefixes)])]);

const pathsMayStartWith = <Condition extends NonNullable<unknown>>(
  prefixes: readonly string[],
  { any, hasDots, mayStartWith }: Dialect<Condition>,
): Condition => any([hasDots, mayStartWith("path", prefixes), mayStartWith("target", prefixes)]);

function userCondition<Condition extends NonNullable<unknown>>(
  users: readonly string[],
  { any, isOneOf, isUserInAnyCase }: Dialect<Condition>,
): Condition {
  const ascii = users.filter(isAscii);
  const others = users.filter((user) => !isAscii(user));
  return any([
    ...(ascii.length > 0 ? [isUserInAnyCase(ascii.map(lowerAscii))] : []),
    ...(others.length > 0 ? [isOneOf("user", others)] : []),
  ]);
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Returns the text with its ASCII letters in lower case. */
export const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Returns the operations that the filter may drop: those that the preset and the `exclude` rules name, or all known
 * operations if an `exclude` rule names none. All dialects check this list before the rules, so any other operation is always
 * kept.
 */
export function candidates(filter: NoiseFilter): string[] {
  const { named, unnamed } = byOperations(filter);
  const names =
    unnamed.length > 0
      ? operations().map(({ name }) => name)
      : [...dropped[filter.keep], ...named.flatMap((rule) => rule.operations ?? [])];
  return [...new Set(names)].sort();
}

/** Splits the `exclude` rules into those that name operations and those that match every known operation. */
const byOperations = ({ exclude }: NoiseFilter) => ({
  named: exclude.filter(({ operations }) => operations !== undefined),
  unnamed: exclude.filter(({ operations }) => operations === undefined),
});
