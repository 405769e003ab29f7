import { describe, expect, it } from "vitest";
import { replayCases } from "../../components/detections/replayCases";
import { ALL_RULES, alertsOf, asCase } from "../components/detections/replayed";

const ruleOf = new Map(ALL_RULES.map((rule) => [rule.name, rule]));
const all = replayCases.flatMap((one) => {
  const rule = ruleOf.get(one.rule);
  return rule === undefined ? [] : [{ name: `${one.rule}: ${one.name}`, rule, one }];
});
/** Cases with events that arrive later than usual. */
const delayed = all.filter(({ one }) => one.events.some(({ delay = 2 }) => delay > 60));
/** The first attack of each rule. */
const attacks = all.filter(
  ({ rule, one }) => one === all.find((other) => other.rule === rule && other.one.alerts.length > 0)?.one,
);

// Nobody knows whether TimeGenerated in Syslog is an event's own time or its arrival time (docs/verified.md). The other
// replays assume the arrival time.
describe("if TimeGenerated in Syslog is the time of the event", () => {
  it("some cases have events that arrive late", () => {
    expect(delayed.length).toBeGreaterThan(5);
  });

  it.each(delayed)("the same alerts are raised for $name", ({ rule, one }) => {
    const raised = alertsOf(rule, one, { table: "syslog", syslogTime: "EventTime" });
    expect(asCase(raised)).toEqual(one.alerts);
    expect(raised.map(({ late }) => late)).toEqual(one.alerts.map(() => one.isLate === true));
  });
});

describe("if events are stored in QumuloAudit_CL", () => {
  it.each([...new Set([...attacks, ...delayed])])("the same alerts are raised for $name", ({ rule, one }) => {
    const raised = alertsOf(rule, one, { table: "parsed" });
    expect(asCase(raised)).toEqual(one.alerts);
    expect(raised.map(({ late }) => late)).toEqual(one.alerts.map(() => one.isLate === true));
  });
});
