import { describe, expect, it } from "vitest";
import { replayCases } from "../../components/detections/replayCases";
import { replay } from "../../simulator/replay/replay";
import { replayedTables } from "../../simulator/replay/replayedEvents";
import { ALL_RULES, deployedRule, lastArrival, START } from "../components/detections/replayed";

const MINUTE = 60_000;

// A replay omits a rule's runs after a time without new rows. Each rule must therefore find nothing in such a run.
describe.each(ALL_RULES)("$name", (rule) => {
  it("finds nothing when no row has arrived for a while, so a replay may omit the run", () => {
    const one = replayCases.find(({ rule: name, alerts }) => name === rule.name && alerts.length > 0);
    if (one === undefined) throw new Error(`no replay case fires ${rule.name}`);
    const end = lastArrival(one.events) + 240 * MINUTE;
    const args = [
      { tables: replayedTables(one.events, START, "syslog") },
      [deployedRule(rule, "syslog")],
      START,
      end,
    ] as const;
    const everyRun = replay(...args, true);
    expect(everyRun).not.toEqual([]);
    expect(replay(...args)).toEqual(everyRun);
  });
});
