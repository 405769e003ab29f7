import { describe, expect, it } from "vitest";
import { replayCases } from "../../../components/detections/replayCases";
import { ALL_RULES, alertsOf, asCase } from "./replayed";

describe.each(ALL_RULES)("$name", (rule) => {
  const cases = replayCases.filter((one) => one.rule === rule.name);

  it.each(cases.filter(({ alerts }) => alerts.length > 0))("fires for $name", (one) => {
    const raised = alertsOf(rule, one);
    expect(asCase(raised)).toEqual(one.alerts);
    expect(raised.map(({ late }) => late)).toEqual(one.alerts.map(() => one.isLate === true));
  });

  it.each(cases.filter(({ alerts }) => alerts.length === 0))("does not fire for $name", (one) => {
    expect(alertsOf(rule, one)).toEqual([]);
  });

  it("has a case that fires it, and a near miss", () => {
    expect(cases.map(({ alerts }) => alerts.length > 0)).toEqual(expect.arrayContaining([true, false]));
  });
});
