import { describe, expect, it } from "vitest";
import { alertErrors } from "../../../simulator/kql/alertErrors";
import { deployedSchema } from "./deployedSchema";

describe("an alert rule's query", () => {
  const schema = deployedSchema();
  it("may call QumuloEventsCurrent, but not QumuloEvents, which contains a union", () => {
    const query = (name: string) =>
      `${name}(ago(5m), now()) | where OperationClass == "delete" | summarize n = count() by UserID`;
    expect(alertErrors(query("QumuloEventsCurrent"), schema)).toEqual([]);
    expect(alertErrors(query("QumuloEventsCurrent"), deployedSchema("parsed"))).toEqual([]);
    expect(alertErrors(query("QumuloEvents"), schema)).toEqual(["alert rules do not support union"]);
  });

  it.each([
    ["Syslog | take 5", "by chance"],
    ["Syslog | count", "its own count"],
    ["let d = 5m; Syslog | where TimeGenerated > ago(d)", "literal"],
    ["search 'x'", "not support search"],
    ["Syslog | evaluate bag_unpack(todynamic(SyslogMessage))", "bag_unpack"],
    ['database("x").Syslog', "no database()"],
    [`Syslog | where HostName == "${"x".repeat(66_000)}"`, "64 KB"],
    ["Nothing | where a == 1", "KS"],
  ])("is refused: %s", (text, error) => {
    expect(alertErrors(text, schema).join("\n")).toContain(error);
  });
});
