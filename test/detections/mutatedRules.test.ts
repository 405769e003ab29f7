import { afterAll, describe, expect, it } from "vitest";
import { replayCases } from "../../components/detections/replayCases";
import type { Rule } from "../../components/detections/rules";
import { replayedEvents } from "../../simulator/replay/replayedEvents";
import { columnText } from "../../simulator/workspace/workspace";
import { ALL_RULES, asCase, START } from "../components/detections/replayed";
import { type EdgeCase, edgeCases } from "./edgeCases";
import { equivalentMutants } from "./equivalentMutants";
import { mutantsOf } from "./mutants";
import { parsedAlerts, parsedFunctions } from "./parsedReplay";

const schema = { tables: { Events: columnText(replayedEvents([], 0).columns) }, functions: parsedFunctions(undefined) };

/** The rules by the file that contains their query: the rules of a detection may share one. */
const byQuery = new Map<string, Rule[]>();
for (const rule of ALL_RULES) {
  const file = rule.detections[0]?.query ?? "";
  byQuery.set(file, [...(byQuery.get(file) ?? []), rule]);
}

/** A case of a rule. */
interface Trial {
  readonly rule: Rule;
  readonly one: EdgeCase;
}

/** Returns the rules' cases, the quickest first. */
const trialsOf = (rules: readonly Rule[]): Trial[] =>
  rules
    .flatMap((rule) => {
      const own = replayCases.filter((one) => one.rule === rule.name);
      return [...own, ...edgeCases(rule, own)].map((one) => ({ rule, one }));
    })
    .sort((a, b) => a.one.events.length - b.one.events.length);

/** Returns a time in seconds from the start of the replay. */
const secondOf = (time: string): number => (Date.parse(time) - START) / 1000;

/** Whether a rule raises the alerts that a case expects. */
function isMet({ rule, one }: Trial): boolean {
  const raised = parsedAlerts(rule, one.events);
  return (
    JSON.stringify(asCase(raised)) === JSON.stringify(one.alerts) &&
    raised.every(({ late }) => late === (one.isLate === true)) &&
    raised.every(
      ({ firstEvent }) => one.firstEvent === undefined || Math.abs(secondOf(firstEvent) - one.firstEvent) < 0.01,
    )
  );
}

type Result = "killed" | "survived" | "refused";

/**
 * Runs the cases with a mutant, given as the mutated query of each rule. Returns `killed` if a case fails, `refused` if
 * Microsoft's binder rejects the query, and otherwise `survived`.
 */
function resultOf(queries: ReadonlyMap<Rule, string>, trials: Trial[]): Result {
  for (const [index, { rule, one }] of trials.entries()) {
    const query = queries.get(rule);
    try {
      if (query === undefined || isMet({ rule: { ...rule, query }, one })) continue;
    } catch (error) {
      if (/KS\d{3}/.test(String(error))) return "refused";
    }
    // The case will probably also fail with the next mutant, so it is tried first.
    trials.unshift(...trials.splice(index, 1));
    return "killed";
  }
  return "survived";
}

const table: string[] = [];
afterAll(() => console.log(["query | mutants | killed | equivalent | seconds", ...table].join("\n")));

describe.each([...byQuery])("%s", { timeout: 900_000 }, (file, rules) => {
  const trials = trialsOf(rules);

  it("has cases that its rules meet", () => {
    expect(trials.filter((trial) => !isMet(trial)).map(({ rule, one }) => [rule.name, one.name])).toEqual([]);
  });

  it("has a case that fails for each mutant of its query, unless the mutant is equivalent", () => {
    const start = Date.now();
    const mutants = new Map<string, Map<Rule, string>>();
    for (const rule of rules)
      for (const { what, query } of mutantsOf(rule, schema))
        mutants.set(what, (mutants.get(what) ?? new Map<Rule, string>()).set(rule, query));
    const known = equivalentMutants.filter(({ query }) => query.test(file));
    const equivalent = [...mutants.keys()].filter((what) => known.some((one) => one.what.test(what)));
    expect(known.filter(({ what }) => !equivalent.some((one) => what.test(one)))).toEqual([]);
    const results = [...mutants]
      .filter(([what]) => !equivalent.includes(what))
      .map(([what, queries]) => ({ what, result: resultOf(queries, trials) }));
    const survivors = results.filter(({ result }) => result === "survived").map(({ what }) => what);
    const killed = results.filter(({ result }) => result === "killed").length;
    const count = killed + survivors.length + equivalent.length;
    table.push([file, count, killed, equivalent.length, (Date.now() - start) / 1000].join(" | "));
    expect(survivors).toEqual([]);
  });
});
