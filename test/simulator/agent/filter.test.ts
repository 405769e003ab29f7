import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentRule, collect } from "../../../simulator/agent/filter";
import { parseSyslogLine } from "../../../simulator/agent/syslogLine";
import { SYSLOG_COLUMNS, syslogRow } from "../../../simulator/workspace/syslog";
import { graphOf } from "../../exampleStacks";

const now = new Date("2026-11-23T08:15:30.120Z");
const rule = { facilityNames: ["local0"], logLevels: ["Info"] };
const collector = { computer: "vm-0", resourceId: "/subscriptions/S/resourceGroups/RG/x", workspaceId: "w" };

describe("the simulated agent", () => {
  it("collects only the facility and level of the stack's own rule", async () => {
    expect(agentRule(await graphOf("dev"))).toMatchObject(rule);
    const line = (priority: number) => `<${priority}>1 2026-11-23T08:15:30Z nas-1 qumulo - - - body`;
    expect([134, 14, 133, 135, 142].map((priority) => collect(rule, line(priority)) !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(collect({ facilityNames: ["*"], logLevels: ["*"] }, line(14))).toMatchObject({
      facility: "user",
      severityLevel: "info",
    });
  });

  it("removes semicolons from a message, as the agent does", () => {
    expect(collect(rule, "<134>1 - nas-1 qumulo - - - a;b;;c")?.line.message).toBe("abc");
  });

  it("parses a line whatever its message contains", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (message) => {
        expect(parseSyslogLine(`<134>1 2026-11-23T08:15:30Z nas-01-12 qumulo - - - ${message}`)).toMatchObject({
          host: "nas-01-12",
          appName: "qumulo",
          message,
        });
      }),
      { numRuns: 2000 },
    );
    expect(parseSyslogLine('<14>1 - h a 12 - [x@1 k="]"][y] m')).toMatchObject({ processId: "12", message: "m" });
    expect(parseSyslogLine("<13>Nov 23 08:15:31 vm app: m")).toBeUndefined();
  });
});

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
    // Two times with 28 characters each, é with 2 bytes, and SourceSystem, Computer twice, Facility, HostName, SeverityLevel, HostIP, ProcessName.
    const texts = ["Linux", "vm-0", "vm-0", "local0", "nas-1", "info", "127.0.0.1", "qumulo"].join("").length;
    expect(row?._BilledSize).toBe(2 * 28 + 2 + texts);
  });
});
