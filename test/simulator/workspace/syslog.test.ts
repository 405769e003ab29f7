import { describe, expect, it } from "vitest";
import { collect } from "../../../simulator/agent/filter";
import { SYSLOG_COLUMNS, syslogRow } from "../../../simulator/workspace/syslog";

const now = new Date("2026-11-23T08:15:30.120Z");
const rule = { facilityNames: ["local0"], logLevels: ["Info"] };
const collector = { computer: "vm-0", resourceId: "/subscriptions/S/resourceGroups/RG/x", workspaceId: "w" };

describe("a Syslog row", () => {
  const collected = collect(rule, "<134>1 2026-11-23T08:15:30.1Z nas-1 qumulo - - - é");
  const row = collected && syslogRow(collected, collector, now);

  it("has all of the table's columns", () => {
    expect(Object.keys(row ?? {}).sort()).toEqual(Object.keys(SYSLOG_COLUMNS).sort());
    expect(row).toMatchObject({
      Computer: "vm-0",
      HostName: "nas-1",
      ProcessName: "qumulo",
      Facility: "local0",
      SyslogMessage: "é",
      ProcessID: null,
    });
  });

  it("is billed for the bytes in its columns, except for columns that Azure excludes, such as _ResourceId", () => {
    // 28 bytes each for TimeGenerated and EventTime, 2 for the SyslogMessage é, and the text of the other columns:
    // SourceSystem, Computer, CollectorHostName, Facility, HostName, SeverityLevel, HostIP and ProcessName.
    const texts = ["Linux", "vm-0", "vm-0", "local0", "nas-1", "info", "127.0.0.1", "qumulo"].join("").length;
    expect(row?._BilledSize).toBe(2 * 28 + 2 + texts);
  });
});
