import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableFrom } from "../../kql/run/run";
import { summaryLines } from "../../rehearsal/summary";

const columns = ["EventTime", "UserName", "ClientIP", "Operation", "FilePath", "RawMessage", "ParseStatus"].map(
  (name) => ({ name, type: name === "EventTime" ? "datetime" : "string" }),
);
const account = { sent: 3, received: 3, lost: 0, duplicated: 0, rows: 3 };
const event = (EventTime: string, FilePath: string, ParseStatus = "csv") => ({
  ...{ EventTime, UserName: "alice", ClientIP: "10.0.0.1", Operation: "fs_delete" },
  ...{ FilePath, RawMessage: ParseStatus === "unparsed" ? "nonsense" : "", ParseStatus },
});
const summary = (rows: readonly Record<string, unknown>[]) => ({
  ...{ account, others: 0, events: tableFrom(columns, rows) },
  ...{ billing: [{ table: "syslog", keep: "everything", bytesPerEvent: 478 } as const], out: "rehearsal-out" },
});

describe("the summary of a rehearsal", () => {
  it("shows the ten newest events as a person asks: when, who, from where, what", () => {
    const rows = Array.from({ length: 12 }, (_, at) => event(`2026-11-23T08:00:${at + 10}Z`, `/file${at}`));
    const lines = summaryLines(summary(rows), 80);
    const first = lines.findIndex((line) => line.startsWith("Time")) + 2;
    expect(lines[first]).toMatch(/^11-23 08:00:21 +alice +10\.0\.0\.1 +fs_delete +\/file11$/);
    expect(lines[first + 9]).toMatch(/\/file2$/);
    expect(lines[first + 10]).toBe("");
  });

  it("leads to the lines that nobody could read", () => {
    const text = summaryLines(summary([event("2026-11-23T08:00:10Z", "", "unparsed")]), 80).join("\n");
    expect(text).toContain(`npm run query -- 'QumuloEvents | where ParseStatus == "unparsed"`);
    expect(text).toMatch(/fs_delete +nonsense$/m);
  });

  it("fits 80 columns whatever the events hold, but for the command that is pasted", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 200 }), fc.nat(59)), { maxLength: 12 }), (files) => {
        const rows = files.map(([path, second]) => event(`2026-11-23T08:00:${String(second).padStart(2, "0")}Z`, path));
        const wide = summaryLines(summary(rows), 80)
          .flatMap((line) => line.split("\n"))
          .filter((line) => [...line].length > 80);
        expect(wide).toEqual([]);
      }),
    );
  });
});
