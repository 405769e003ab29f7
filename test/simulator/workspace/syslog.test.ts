import { describe, expect, it } from "vitest";
import { collect } from "../../../simulator/agent/filter";
import { SYSLOG_COLUMNS, syslogRow } from "../../../simulator/workspace/syslog";

const now = new Date("2026-11-23T08:15:30.120Z");
const rule = { facilityNames: ["local0"], logLevels: ["Info"] };
const collector = { computer: "vm-0", resourceId: "/subscriptions/S/resourceGroups/RG/x", workspaceId: "w" };

describe("a row of Syslog", () => {
  const collected = collect(rule, "<134>1 2026-11-23T08:15:30.1Z nas-1 qumulo - - - é");
  const row = collected && syslogRow(collected, collector, now);

  it("has all columns of the table", () => {
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

  it("is billed by the bytes of its columns, without those of the standard columns", () => {
    // Two times with 28 characters each, é with 2 bytes, and SourceSystem, Computer twice, Facility, HostName, SeverityLevel,
    // HostIP, ProcessName.
    const texts = ["Linux", "vm-0", "vm-0", "local0", "nas-1", "info", "127.0.0.1", "qumulo"].join("").length;
    expect(row?._BilledSize).toBe(2 * 28 + 2 + texts);
  });
});
