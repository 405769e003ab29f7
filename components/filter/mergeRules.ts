import { merged } from "../network/addresses";
import type { FilterRule, NoiseFilter } from "./noiseFilter";

const LISTS = ["operations", "protocols", "users", "clientCidrs", "pathPrefixes"] as const;
type List = (typeof LISTS)[number];

/**
 * Returns the list sorted and without duplicates. Adjacent ranges are merged, but not into `0.0.0.0/0`, which has no text
 * prefix.
 */
function tidy(list: List, values: readonly string[]): string[] {
  if (list !== "clientCidrs") return [...new Set(values)].sort();
  const ranges = merged(values);
  return ranges.join() === "0.0.0.0/0" ? ["0.0.0.0/1", "128.0.0.0/1"] : ranges;
}

const tidied = (rule: FilterRule): FilterRule =>
  Object.fromEntries(
    LISTS.flatMap((list) => {
      const values = rule[list];
      return values === undefined ? [] : [[list, tidy(list, values)]];
    }),
  );

const isSame = (one: FilterRule, other: FilterRule, list: List): boolean =>
  JSON.stringify(one[list]) === JSON.stringify(other[list]);

/**
 * Returns one rule that matches every event that at least one of the two rules matches. Returns undefined unless the rules
 * are equal or differ in only one list.
 */
function joined(one: FilterRule, other: FilterRule): FilterRule | undefined {
  const [list, ...more] = LISTS.filter((name) => !isSame(one, other, name));
  if (list === undefined) return one;
  if (more.length > 0) return undefined;
  const [these, those] = [one[list], other[list]];
  const { [list]: _, ...rest } = one;
  // A rule without a list matches all values of that field.
  return these === undefined || those === undefined ? rest : { ...rest, [list]: tidy(list, [...these, ...those]) };
}

/** Joins pairs of rules until no two can be joined. The joined rules match the same events as the original rules. */
export function mergedRules(rules: readonly FilterRule[]): FilterRule[] {
  const left: FilterRule[] = [];
  for (const rule of rules) {
    let grown = tidied(rule);
    for (;;) {
      const index = left.findIndex((other) => joined(other, grown) !== undefined);
      const partner = left[index];
      if (partner === undefined) break;
      left.splice(index, 1);
      grown = joined(partner, grown) ?? grown;
    }
    left.push(grown);
  }
  return left;
}

/**
 * Returns a filter with the same meaning, in which rules are joined where possible, because user-data and transformations
 * contain the rules and have size limits.
 */
export const mergedFilter = ({ keep, include, exclude }: NoiseFilter): NoiseFilter => ({
  keep,
  include: mergedRules(include),
  exclude: mergedRules(exclude),
});
