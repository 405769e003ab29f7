import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReplayedRule, replay, replaySteps } from "../../../simulator/replay/replay";

const START = Date.parse("2026-11-27T12:00:00Z");
const MINUTE = 60_000;
const columns = [
  { name: "_TimeReceived", type: "datetime" },
  { name: "TimeGenerated", type: "datetime" },
  { name: "Actor", type: "string" },
];
/** A rule that reports actors with at least two events in the last hour, if one has arrived since the previous run. */
const ruleOf = (everyMinutes: number): ReplayedRule => ({
  detection: `every${everyMinutes}`,
  severity: "high",
  everyMinutes,
  dimensions: ["Actor"],
  query: `Events
    | extend Arrived = ingestion_time()
    | where Arrived > ago(1h)
    | summarize Count = count(), FirstEvent = min(TimeGenerated), New = max(ingestion_time()) by Actor
    | where Count >= 2 and New > ago(${everyMinutes + 1}m)
    | extend Late = false`,
});

describe("a replay", () => {
  it("omits only runs that find nothing", () => {
    const minutes = fc.integer({ min: 0, max: 300 });
    const event = fc.record({ minutes, delay: fc.nat(90), actor: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 30 }), (given) => {
        const rows = given.map(({ minutes: at, delay, actor }) => [
          START + (at + delay) * MINUTE + 2_000,
          START + at * MINUTE,
          actor,
        ]);
        const args = [
          { tables: { Events: { columns, rows } } },
          [ruleOf(5), ruleOf(15)],
          START,
          START + 420 * MINUTE,
        ] as const;
        expect(replay(...args)).toEqual(replay(...args, true));
      }),
      { numRuns: 8 },
    );
  });

  it("runs each rule only a few times if the events are three years apart", () => {
    const later = START + 3 * 365 * 24 * 60 * MINUTE;
    const rows = [START, later].flatMap((time) => [0, 1].map((second) => [time + 2_000 + second, time + second, "a"]));
    const steps = replaySteps({ tables: { Events: { columns, rows } } }, [ruleOf(5)], START, later + 20 * MINUTE);
    let runs = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) runs += 1;
    expect(step.value).toHaveLength(2);
    expect(runs).toBeLessThan(20);
  });
});
