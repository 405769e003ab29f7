import { describe, expect, it } from "vitest";
import { ruleQuery } from "../../components/alerts/ruleQuery";
import { replayCases } from "../../components/detections/replayCases";
import { replay, replaySteps } from "../../simulator/replay/replay";
import { FORWARDER, replayedTables } from "../../simulator/replay/replayedEvents";
import { ALL_RULES } from "../components/detections/replayed";

const START = Date.parse("2026-11-27T12:00:00Z");
const MINUTE = 60_000;

// A replay omits a rule's runs after a time without new rows. Each rule must therefore find nothing in such a run.
describe.each(ALL_RULES)("$name", (rule) => {
  it("finds nothing when no row has arrived for a while, so a replay may omit the run", () => {
    const one = replayCases.find(({ rule: name, alerts }) => name === rule.name && alerts.length > 0);
    if (one === undefined) throw new Error(`no replay case fires ${rule.name}`);
    const { severity, everyMinutes, dimensions, detections } = rule;
    const query = ruleQuery(rule, { table: "syslog", forwarders: [FORWARDER] });
    const replayed = { detection: detections[0]?.id ?? "", severity, everyMinutes, dimensions, query };
    const workspace = { tables: replayedTables(one.events, START, "syslog") };
    const last = Math.max(...one.events.map(({ at, delay = 2 }) => at + delay));
    const end = START + last * 1000 + 240 * MINUTE;
    const steps = replaySteps(workspace, [replayed], START, end, true);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const everyRun = step.value.map(({ alert }) => alert);
    expect(everyRun).not.toEqual([]);
    expect(replay(workspace, [replayed], START, end)).toEqual(everyRun);
  });
});
