import { merged } from "../network/addresses";
import type { FilterRule, NoiseFilter } from "./noiseFilter";

const LISTS = ["operations", "protocols", "users", "clientCidrs", "pathPrefixes"] as const;
type List = (typeof LISTS)[number];

/** A list without repetitions; ranges that touch are one. Every address is no range of a rule: that is no list. */
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

/** One rule that means what both mean; undefined where none does. Rules that differ in one list are one with both lists. */
function joined(one: FilterRule, other: FilterRule): FilterRule | undefined {
  const [list, ...more] = LISTS.filter((name) => !isSame(one, other, name));
  if (list === undefined) return one;
  if (more.length > 0) return undefined;
  const [these, those] = [one[list], other[list]];
  const { [list]: _, ...rest } = one;
  // A rule without the list is about every value of it.
  return these === undefined || those === undefined ? rest : { ...rest, [list]: tidy(list, [...these, ...those]) };
}

/** The fewest rules that joining two at a time leaves; they mean the same. */
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

/** A filter with as few rules as mean the same: every rule is written into what machines and Azure get, which has limits. */
export const mergedFilter = ({ keep, include, exclude }: NoiseFilter): NoiseFilter => ({
  keep,
  include: mergedRules(include),
  exclude: mergedRules(exclude),
});
