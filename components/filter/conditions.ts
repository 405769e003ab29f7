import { operations } from "../events/operations";
import type { FilterRule, NoiseFilter } from "./noiseFilter";
import { dropped } from "./presets";

/**
 * How one language writes the conditions of a rule. There are three dialects: predicates over an event (isKept.ts), which
 * define the meaning; rsyslog's configuration (rsyslogFilter.ts); and KQL (filterKql.ts).
 */
export interface Dialect<Condition extends NonNullable<unknown>> {
  readonly all: (conditions: readonly Condition[]) => Condition;
  readonly any: (conditions: readonly Condition[]) => Condition;
  /** The field equals one of the values. */
  readonly isOneOf: (field: "operation" | "protocol" | "user", values: readonly string[]) => Condition;
  /** The user, with its ASCII letters in lower case, equals one of the names. */
  readonly isUserInAnyCase: (lowerCaseNames: readonly string[]) => Condition;
  /** The client is an IPv4 address in one of the ranges. */
  readonly isClientIn: (cidrs: readonly string[]) => Condition;
  /** The client is in one of the ranges, or is not an IPv4 address. */
  readonly mayClientBeIn: (cidrs: readonly string[]) => Condition;
  /** The path starts with one of the prefixes. */
  readonly startsWith: (path: "path" | "target", prefixes: readonly string[]) => Condition;
  /** The path starts with one of the prefixes if case and repeated slashes are ignored. */
  readonly mayStartWith: (path: "path" | "target", prefixes: readonly string[]) => Condition;
  /** One of the paths has `.` or `..` as a part, so it may lead elsewhere. */
  readonly hasDots: Condition;
  readonly hasNoDots: Condition;
  /** The event has one path only. */
  readonly hasNoTarget: Condition;
}

/** The conditions of a filter in one dialect. An event is dropped if any of `preset` or `drops` is true, and none of `keeps`. */
export interface FilterConditions<Condition> {
  /** One condition, or none if the preset drops nothing. */
  readonly preset: readonly Condition[];
  /** One for each rule of `exclude`. */
  readonly drops: readonly Condition[];
  /** One for each rule of `include`. */
  readonly keeps: readonly Condition[];
}

/** Writes all rules of a filter in a dialect. */
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
 * The only walk over a rule. A rule that drops matches only what is certain; a rule that keeps matches all that is
 * possible.
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

/** The text with its ASCII letters in lower case. */
export const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Operations that the filter may drop: those of the preset and of the rules, or all known operations if a rule of
 * `exclude` names none. All dialects check this list before the rules, so an unknown operation is always kept.
 */
export function candidates(filter: NoiseFilter): string[] {
  const { named, unnamed } = byOperations(filter);
  const names =
    unnamed.length > 0
      ? operations().map(({ name }) => name)
      : [...dropped[filter.keep], ...named.flatMap((rule) => rule.operations ?? [])];
  return [...new Set(names)].sort();
}

/** The rules of `exclude`: those that name operations, and those that match every known operation. */
const byOperations = ({ exclude }: NoiseFilter) => ({
  named: exclude.filter(({ operations }) => operations !== undefined),
  unnamed: exclude.filter(({ operations }) => operations === undefined),
});
