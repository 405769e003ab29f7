import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summaryLines } from "../../../commands/rehearse/summary";
import { tableFrom } from "../../../simulator/kql/run/namedRows";
import type { Rehearsal } from "../../../simulator/rehearse";

const columns = ["EventTime", "UserName", "ClientIP", "Operation", "FilePath", "RawMessage", "ParseStatus"].map(
  (name) => ({ name, type: name === "EventTime" ? "datetime" : "string" }),
);
const delivery = { sent: 3, received: 3, lost: 0, duplicated: 0, rows: 3 };
const event = (EventTime: string, FilePath: string, ParseStatus = "csv") => ({
  ...{ EventTime, UserName: "alice", ClientIP: "10.0.0.1", Operation: "fs_delete" },
  ...{ FilePath, RawMessage: ParseStatus === "unparsed" ? "nonsense" : "", ParseStatus },
});
const rehearsal = (rows: readonly Record<string, unknown>[], kept = columns): Rehearsal => ({
  stack: "dev",
  begunAt: "2026-11-23T08:00:00.000Z",
  warnings: [],
  deployment: { kind: "recorded", resources: 61 },
  outputs: {
    syslogEndpoint: { address: "10.90.0.62", port: 514, protocol: "tcp", url: "tcp://10.90.0.62:514" },
    qumuloCommands: {},
  },
  lines: 3,
  nodes: 1,
  delivery,
  missing: [],
  stored: {
    tables: {},
    functions: {},
    events: tableFrom(kept, rows),
    billing: [{ table: "syslog", keep: "everything", bytesPerEvent: 478 }],
  },
  rules: [],
  fired: [],
});
const OUT = "rehearsal-out";

describe("the summary of a rehearsal", () => {
  it("shows the ten newest events: when, who, from where, and what", () => {
    const rows = Array.from({ length: 12 }, (_, at) => event(`2026-11-23T08:00:${at + 10}Z`, `/file${at}`));
    const lines = summaryLines(rehearsal(rows), OUT, 80);
    const first = lines.findIndex((line) => line.startsWith("EventTime")) + 2;
    expect(lines[first]).toMatch(/^11-23 08:00:21 +alice +10\.0\.0\.1 +fs_delete +\/file11$/);
    expect(lines[first + 9]).toMatch(/\/file2$/);
    expect(lines[first + 10]).toBe("");
  });

  it("counts lines first, and then the events among them", () => {
    const text = summaryLines({ ...rehearsal([]), lines: 5 }, OUT, 80).join("\n");
    expect(text.split("\n").slice(0, 3)).toEqual([
      "5 lines sent. The forwarder drops 2 of them, as it should: those that are not",
      "from Qumulo, and those that the stack's events settings exclude.",
      "3 events sent, 3 rows, lost = 0, duplicated = 0",
    ]);
  });

  it("uses the singular for one event, and quotes the name of the folder", () => {
    const one = { ...delivery, sent: 1, rows: 1 };
    const lines = summaryLines({ ...rehearsal([]), delivery: one, lines: 1 }, "..", 80);
    expect(lines[0]).toBe("1 event sent, 1 row, lost = 0, duplicated = 0");
    expect(lines).toContain("The tables are in the folder '..'.");
  });

  it("shows which events are lost, and whether the table has other rows in their place", () => {
    const lost = ["a\u001bb", "b".repeat(500), "c", "d"].map((body) => ({
      host: "nas-1",
      line: Buffer.from(body),
      body,
    }));
    const text = (duplicated: number) =>
      summaryLines({ ...rehearsal([]), missing: lost, delivery: { ...delivery, lost: 4, duplicated } }, OUT, 80).join(
        "\n",
      );
    expect(text(0)).toContain("No other row replaces them.\n  nas-1, 3 bytes: a\ufffdb\n  nas-1, 500 bytes: bbb");
    expect(text(0)).toContain("\n  and 1 more\n");
    expect(text(4)).toMatch(/The table has 4 rows that nobody\s+sent: the forwarder has cut or changed these events/);
    expect(summaryLines(rehearsal([]), OUT, 80).join("\n")).not.toContain("no row");
  });

  it("gives the command that shows the lines that were not read completely", () => {
    const text = summaryLines(rehearsal([event("2026-11-23T08:00:10Z", "", "unparsed")]), OUT, 80).join("\n");
    expect(text).toContain(
      `  The lines with ParseStatus unparsed: npm run query -- 'QumuloEvents\n    | where ParseStatus in ("unparsed") | project RawMessage'`,
    );
    const cut = ["csv-cut", "json-cut", "csv"].map((form) => event("2026-11-23T08:00:10Z", "", form));
    expect(summaryLines(rehearsal(cut), OUT, 80).join("\n")).toContain(
      `  The lines with ParseStatus csv-cut, json-cut: npm run query -- 'QumuloEvents\n    | where ParseStatus in ("csv-cut", "json-cut") | project RawMessage'`,
    );
    expect(text).toMatch(/fs_delete +nonsense$/m);
  });

  it("explains why the sender of some events is not verified", () => {
    const own = [{ ...event("2026-11-23T08:00:10Z", "/x"), SenderVerified: false }];
    const verified = { name: "SenderVerified", type: "bool" };
    const text = summaryLines(rehearsal(own, [...columns, verified]), OUT, 80).join(" ");
    expect(text.replaceAll("\n", " ")).toContain(
      "SenderVerified is false for 1 event: their header names no cluster of this stack",
    );
    expect(summaryLines(rehearsal([event("2026-11-23T08:00:10Z", "/x")]), OUT, 80).join()).not.toContain(
      "SenderVerified",
    );
  });

  it("fits 80 columns whatever the events contain, except for the command to paste", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 200 }), fc.nat(59)), { maxLength: 12 }), (files) => {
        const rows = files.map(([path, second]) => event(`2026-11-23T08:00:${String(second).padStart(2, "0")}Z`, path));
        const wide = summaryLines(rehearsal(rows), OUT, 80)
          .flatMap((line) => line.split("\n"))
          .filter((line) => [...line].length > 80);
        expect(wide).toEqual([]);
      }),
    );
  });
});
