import { describe, expect, it } from "vitest";
import { alertLines } from "../../../commands/rehearse/alertLines";
import type { Alert, Fired } from "../../../simulator/replay/replay";
import type { DeployedRule } from "../../../simulator/workspace/deployedRules";

const RULE: DeployedRule = {
  detection: "massDelete",
  severity: "high",
  query: "",
  everyMinutes: 5,
  dimensions: ["Cluster", "Actor"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Azure replaces this variable.
  subject: "Qumulo, high: Many files deleted (${data.alertContext.condition.allOf[0].dimensions[1].value})",
  description: "One actor has deleted many files.\nWhat to do:\n1. Disable the account.",
  notifies: true,
};
const ALERT: Alert = {
  detection: "massDelete",
  severity: "high",
  firedAt: "2026-11-26T18:05:00.000Z",
  late: false,
  dimensions: { Cluster: "nas", Actor: "ad\\eve" },
  count: 1200,
  firstEvent: "2026-11-26T18:01:00.5Z",
};
const lines = (fired: readonly Fired<DeployedRule>[], rules: readonly DeployedRule[] = [RULE]): string[] =>
  alertLines({ stack: "dev", rules, fired }, 80);

/** Returns the lines as one, because their breaks depend on the width. */
const unwrapped = (text: readonly string[]): string => text.join(" ").replace(/\s+/g, " ");

describe("what npm start prints about alerts", () => {
  it("gives each alert's time, count, first event and dimensions, and says whether it is late", () => {
    const late: Alert = { ...ALERT, late: true, severity: "low", dimensions: { ...ALERT.dimensions, Client: "" } };
    const text = lines([
      { rule: RULE, alert: ALERT },
      { rule: RULE, alert: late },
    ]);
    expect(unwrapped(text)).toContain("These 2 alerts fired (times in UTC):");
    const first = text.findIndex((line) => line.startsWith("  11-26"));
    expect(text.slice(first, first + 4)).toEqual([
      "  11-26 18:05  high    massDelete: count 1200, first event 11-26 18:01:00",
      "                       Cluster nas, Actor ad\\eve",
      "  11-26 18:05  low     massDelete: count 1200, first event 11-26 18:01:00, late",
      "                       Cluster nas, Actor ad\\eve",
    ]);
  });

  it("ends with the first alert's e-mail: what fired, for whom, and what to do", () => {
    expect(lines([{ rule: RULE, alert: ALERT }]).slice(-12)).toEqual([
      "The first alert would be this e-mail:",
      "",
      "  Subject: Qumulo, high: Many files deleted (ad\\eve)",
      "  Severity: Sev1 (high)",
      "  Fired: 2026-11-26 18:05 UTC",
      "  Cluster: nas",
      "  Actor: ad\\eve",
      "  Count: 1200",
      "",
      "  One actor has deleted many files.",
      "  What to do:",
      "  1. Disable the account.",
    ]);
  });

  it("says that nobody is notified if the rule has no action group", () => {
    const text = unwrapped(lines([{ rule: { ...RULE, notifies: false }, alert: ALERT }]));
    expect(text).toContain("if detections.mode were alert. In stack 'dev' nobody is notified");
  });

  it("says that nothing fired", () => {
    expect(unwrapped(lines([]))).toContain("None of them fired.");
  });

  it("names the setting detections.mode if the stack has no rule", () => {
    const text = lines([], []);
    expect(unwrapped(text)).toContain("has no alert rule, because its setting detections.mode is off.");
    expect(text.at(-1)).toBe("  pulumi config set --path detections.mode observe --stack dev");
  });

  it("shows no control character of a file's or user's name", () => {
    const alert = { ...ALERT, dimensions: { Cluster: "nas", Actor: "eve\u001b[31m" } };
    expect(lines([{ rule: RULE, alert }]).join("\n")).not.toContain("\u001b");
  });
});
