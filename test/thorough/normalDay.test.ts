import { expect, it } from "vitest";
import { ruleQuery } from "../../components/alerts/ruleQuery";
import { Database } from "../../simulator/kql/run/database";
import { RowRange } from "../../simulator/kql/run/rowRange";
import { normalDay } from "../../simulator/replay/normalDay";
import { FORWARDER, replayedTables } from "../../simulator/replay/replayedEvents";
import { columnText, TABLES } from "../../simulator/workspace/workspace";
import { ALL_RULES } from "../components/detections/replayed";

const START = Date.parse("2026-11-27T00:00:00Z");
const MINUTE = 60_000;
const DAY = 24 * 60;
/**
 * The goal is 60 s, which is not reached yet: with every event of the day in memory, rules that compare a whole day still spend
 * too long on sorting and copying rows. The test prints the time, and fails if it grows.
 */
const MOST_SECONDS = 240;

it("a normal day of 50,000 raw lines raises no alert with every rule at every due time", () => {
  const rules = ALL_RULES.map((rule) => ({
    ...rule,
    text: ruleQuery(rule, { table: "syslog", forwarders: [FORWARDER] }),
    seconds: 0,
    runs: 0,
  }));
  const { columns, rows } = replayedTables(normalDay(), START, "syslog").Syslog ?? { columns: [], rows: [] };
  const arrived = columns.findIndex(({ name }) => name === "_TimeReceived");
  const sorted = [...rows].sort((a, b) => Number(a[arrived]) - Number(b[arrived]));
  expect(sorted).toHaveLength(50_000);
  const database = new Database({ tables: { Syslog: columnText(TABLES.Syslog ?? []) } });
  const found: string[] = [];
  let end = 0;
  const cpuBefore = process.cpuUsage();
  for (let minute = 5; minute <= DAY; minute += 5) {
    const now = new Date(START + minute * MINUTE);
    while (end < sorted.length && Number(sorted[end]?.[arrived]) <= now.getTime()) end += 1;
    database.set("Syslog", new RowRange(columns, sorted, arrived, 0, end));
    for (const rule of rules) {
      if (minute % rule.everyMinutes !== 0) continue;
      const begun = performance.now();
      for (const row of database.run(rule.text, now).rows)
        found.push(`${rule.name} at ${now.toISOString()}: ${row.join(", ")}`);
      rule.seconds += (performance.now() - begun) / 1000;
      rule.runs += 1;
    }
  }
  const seconds = rules.reduce((sum, rule) => sum + rule.seconds, 0);
  console.table(rules.map((rule) => ({ rule: rule.name, runs: rule.runs, seconds: Number(rule.seconds.toFixed(1)) })));
  const { user, system } = process.cpuUsage(cpuBefore);
  // On a machine that also does other work, only the processor time can be compared with other runs.
  console.log(
    `a normal day with every rule: ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor time`,
  );
  expect(found).toEqual([]);
  expect(rules.reduce((sum, { runs }) => sum + runs, 0)).toBe(
    rules.reduce((sum, { everyMinutes }) => sum + DAY / everyMinutes, 0),
  );
  expect(seconds).toBeLessThanOrEqual(MOST_SECONDS);
}, 900_000);
