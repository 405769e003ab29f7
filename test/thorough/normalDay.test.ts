import { expect, it } from "vitest";
import { normalDay } from "../../simulator/replay/normalDay";
import { replaySteps } from "../../simulator/replay/replay";
import { replayedTables } from "../../simulator/replay/replayedEvents";
import { ALL_RULES, deployedRule } from "../components/detections/replayed";

const START = Date.parse("2026-11-27T00:00:00Z");
const MINUTE = 60_000;
const DAY = 24 * 60;
/**
 * The goal is 60 s, which is not reached yet: with every event of the day in memory, rules that compare a whole day still spend
 * too long on sorting and copying rows. The test prints the time, and fails if it grows.
 */
const MOST_SECONDS = 240;

it("a normal day of 50,000 raw lines raises no alert with every rule at every due time", () => {
  const tables = replayedTables(normalDay(), START, "syslog");
  expect(tables.Syslog?.rows).toHaveLength(50_000);
  const rules = ALL_RULES.map((rule) => ({ ...deployedRule(rule, "syslog"), name: rule.name, seconds: 0, runs: 0 }));
  const cpuBefore = process.cpuUsage();
  const steps = replaySteps({ tables }, rules, START + 5 * MINUTE, START + DAY * MINUTE, true);
  let begun = performance.now();
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    step.value.seconds += (performance.now() - begun) / 1000;
    step.value.runs += 1;
    begun = performance.now();
  }
  const fired = step.value.map(({ rule, alert }) => ({ rule: rule.name, ...alert }));
  const seconds = rules.reduce((sum, rule) => sum + rule.seconds, 0);
  console.table(rules.map((rule) => ({ rule: rule.name, runs: rule.runs, seconds: Number(rule.seconds.toFixed(1)) })));
  const { user, system } = process.cpuUsage(cpuBefore);
  // On a machine that also does other work, only the processor time can be compared with other runs.
  console.log(
    `a normal day with every rule: ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor time`,
  );
  expect(fired).toEqual([]);
  expect(rules.reduce((sum, { runs }) => sum + runs, 0)).toBe(
    rules.reduce((sum, { everyMinutes }) => sum + DAY / everyMinutes, 0),
  );
  expect(seconds).toBeLessThanOrEqual(MOST_SECONDS);
}, 900_000);
