import { beforeAll, describe, expect, it } from "vitest";
import { dataFlows } from "../../../components/collection/dataFlows";
import type { EventsTable } from "../../../components/events/functions";
import { KEEP_EVERYTHING } from "../../../components/filter/noiseFilter";
import { syslogContract } from "../../../components/syslogContract";
import { rowsByName, tableFrom } from "../../../simulator/kql/run/namedRows";
import { type SYSLOG_COLUMNS, syslogColumns } from "../../../simulator/workspace/syslog";
import { ingest, programFunctions, workspaceDatabase } from "../../../simulator/workspace/workspace";
import { parsedTime } from "./parsedTime";

const VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-qumulo-prod";
const ARC = "/subscriptions/s/resourceGroups/rg-arc/providers/Microsoft.HybridCompute/machines/syslog-1";

type Stored = Partial<Record<keyof typeof SYSLOG_COLUMNS, string>>;
type Expected = Readonly<Record<string, unknown>>;
interface Case {
  readonly title: string;
  readonly stored: Stored;
  readonly expected: Expected;
}
const cases: Case[] = [];

/** Adds a case: a message and its expected row. All cases share one query, because binding a function takes seconds. */
const must = (title: string, body: string, expected: Expected, stored: Stored = {}): void =>
  void cases.push({ title, stored: { SyslogMessage: body, ...stored }, expected });

/** Returns a workspace that has the rows of all cases in the given table. */
function workspace(table: EventsTable) {
  const stream = tableFrom(
    syslogColumns,
    cases.map(({ stored }, index) => ({
      // TenantId identifies the case, because both tables keep this column.
      TenantId: String(index),
      TimeGenerated: "2026-11-23T08:15:31Z",
      EventTime: "2026-11-23T08:15:30Z",
      HostName: "prodnas-1",
      Computer: (stored._ResourceId ?? "vm-qumulo-prod-0").toLowerCase().split("/").at(-1) ?? "",
      Facility: "local0",
      ProcessName: "qumulo",
      _ResourceId: `${VM.toLowerCase()}-0`,
      ...stored,
    })),
  );
  const tables = ingest(dataFlows(table, KEEP_EVERYTHING), stream);
  return workspaceDatabase(programFunctions(table, [`${VM}-*`, ARC]), tables);
}

const front = '10.0.0.1,"AD\\al""ice",smb2,fs_rename,ok,17,';
const fields = {
  ClientIP: "10.0.0.1",
  UserID: 'AD\\al"ice',
  Operation: "fs_rename",
  OperationStatus: "ok",
  FileId: "17",
};
const body = `${front}"/a","/b"`;

// Truncated CSV.
for (const [where, text, FilePath] of [
  ["within the first path", `${front}"/a/b""c`, ""],
  ["between the two halves of a doubled quote", `${front}"/a/b"`, ""],
  ["after the comma of the first path", `${front}"/a/b"",c",`, '/a/b",c'],
  ["within the second path", `${front}"/a/b","/c/d"",""e`, "/a/b"],
  ["within a second path that looks like the end of a line", `${front}"/a/b","/c"",""ok"", ""/d`, "/a/b"],
  ["before the paths", front, ""],
  ["with something that is not a path", `${front}"/a","/b",more`, ""],
  ["after a quote that is not doubled", `${front}"/a"b/c`, ""],
] as const)
  must(`a CSV line that ends ${where} keeps its complete fields and its text`, text, {
    ...fields,
    ParseStatus: "csv-cut",
    FilePath,
    TargetPath: "",
    RawMessage: text,
    OperationClass: "rename",
  });
must("a CSV line that ends before its sixth field is unparsed", '10.0.0.1,"alice",smb2,fs_rename', {
  ParseStatus: "unparsed",
  Operation: "",
});
const [longest, umlauts] = [`/${"a".repeat(32_759)}`, `/${"ä".repeat(32_759)}`];
const twoLongest = `${front}"${longest}","${longest}"`;
must("a rename with the longest paths keeps all fields except the second path, which Azure truncates", twoLongest, {
  ...fields,
  ParseStatus: "csv-cut",
  FilePath: longest,
  TargetPath: "",
});
must("a rename with the longest paths is truncated between two characters", `${front}"${umlauts}","${umlauts}"`, {
  ...fields,
  ParseStatus: "csv-cut",
  FilePath: "",
  RawMessage: `${front}"${umlauts}`.slice(0, front.length + 2 + Math.floor((65_536 - front.length - 2) / 2)),
});

// Truncated JSON.
const operation = '"operation": "fs_delete"';
const outer = `"user_ip": "10.0.0.1", "user_id": {"sid": "S-1-5", "auth_id": "5", "name": "AD\\\\alice"}, ${operation}, "status": "ok"`;
for (const [where, text, more] of [
  ["within a path", `{${outer}, "details": {"file_id": "17", "path": "/a/{b`, { FileId: "17", FilePath: "" }],
  ["after a path", `{${outer}, "details": {"path": "/a/\\"b\\"", "file_id": "1`, { FilePath: '/a/"b"', FileId: "" }],
  ["deep in the details", `{${outer}, "details": {"path": "/a", "before": {"owner": {"sid": "S`, { FilePath: "/a" }],
  ["after the details", `{"details": {"path": "/a", "x": [{"y": 1}]}, ${outer}, "protocol": "sm`, { FilePath: "/a" }],
  ["within a key", `{${outer}, "deta`, { FilePath: "" }],
] as const)
  must(`a JSON line that ends ${where} keeps its complete members and its text`, text, {
    ParseStatus: "json-cut",
    ClientIP: "10.0.0.1",
    UserID: "AD\\alice",
    UserSid: "S-1-5",
    Operation: "fs_delete",
    OperationStatus: "ok",
    RawMessage: text,
    ...more,
  });
must(
  "a JSON line that ends within user_id keeps the complete members of user_id",
  `{${operation}, "user_id": {"sid": "S-1-5", "name": "AD\\\\al`,
  { ParseStatus: "json-cut", UserSid: "S-1-5", UserID: "", Operation: "fs_delete" },
);
must(
  "a JSON line that ends before its operation does not take the operation in its details instead",
  '{"details": {"operation": "fs_read_data", "status": "ok", "path": "/a"}, "user_ip": "10.0.0.1", "oper',
  { ParseStatus: "json-cut", Operation: "", ClientIP: "10.0.0.1", FilePath: "/a" },
);
must(
  "a truncated JSON line with unescaped backslashes keeps its complete members",
  `{"user_id": {"name": "AD\\alice"}, ${operation}, "details": {"path": "/a`,
  { ParseStatus: "json-cut", UserID: "AD\\alice", Operation: "fs_delete" },
);
const long = `{${outer}, "details": {"path": "${"a".repeat(65_535 - outer.length - 26)}"}`;
must("a JSON line that Azure truncates after a closing bracket is json-cut", `${long}, "protocol": "smb2"}`, {
  ParseStatus: "json-cut",
  Operation: "fs_delete",
});
for (const text of ["{", "{x", '{"a', '{"a": 1, '])
  must(`a JSON line without a complete member is unparsed: ${text}`, text, {
    ParseStatus: "unparsed",
    RawMessage: text,
  });

// Carriage returns at the end of a line, unescaped and as rsyslog escapes them.
for (const end of ["#015", "\r", "#015#015"]) {
  must(`a carriage return at the end is ignored: ${end}`, `${body}${end}`, {
    ...fields,
    ParseStatus: "csv",
    TargetPath: "/b",
  });
  const plain = `10.0.0.1,"u",smb2,fs_open,ok,1,"/a",""${end}`;
  must(`an empty path before ${end} stays empty`, plain, { ParseStatus: "csv", FilePath: "/a", TargetPath: "" });
  const json = `{"user_ip":"10.0.0.1","operation":"fs_open","status":"ok","details":{"path":"/a"}}${end}`;
  must(`a carriage return after JSON is ignored: ${end}`, json, { ParseStatus: "json", FilePath: "/a" });
}

// Lines that are not events.
const deep = (depth: number): string =>
  `{"user_ip":"10.0.0.1","operation":"fs_delete","status":"ok","details":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
for (const [what, text] of [
  ["an empty body", ""],
  ["structured data that is never closed", `- - [x a="1" open ${front}"/a",""`],
  ["JSON with 5,000 nested objects", deep(5_000)],
  [
    "JSON with 5,000 nested lists",
    `{"operation":"a","status":"ok","details":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
  ],
] as const)
  must(`${what} is unparsed and keeps its text`, text, {
    ParseStatus: "unparsed",
    RawMessage: text,
    Operation: "",
    ClientIP: "",
  });
must("JSON with as many levels as a cluster sends is parsed", deep(6), { ParseStatus: "json", Operation: "fs_delete" });
for (const before of ['- - [x@1 a="1" b="\\]"] ', "- ", "- - - "])
  must(`an event after '${before}' is parsed`, `${before}${body}`, { ...fields, ParseStatus: "csv" });

// The user in JSON.
for (const begin of [
  '{"details":{"name":"carol"},"user_id":{"name":"AD\\bob"},',
  '{"user_id":{"sid":"S-1","auth_id":7,"name":"AD\\bob"},"details":{"name":"carol"},',
  '{"details":{"user_id":{"name":"carol"}},"user_id":{"name":"AD\\bob"},',
])
  must(`the user of a JSON line is the one in user_id: ${begin}`, `${begin}"operation":"fs_open","status":"ok"}`, {
    UserID: "AD\\bob",
    UserName: "bob",
  });

// Times.
for (const EventTime of ["2026-02-30T08:15:30Z", "2026-13-01T00:00:00Z", ""])
  must(
    `an unreadable time becomes the time of arrival: '${EventTime}'`,
    body,
    { EventTime: "2026-11-23T08:15:31.0000000Z", TimeStatus: "received", IngestionDelay: "00:00:00" },
    { EventTime },
  );
must("clocks may differ by up to five minutes", body, { TimeStatus: "event" }, { EventTime: "2026-11-23T08:20:00Z" });
must(
  "an event time further in the future has the status future",
  body,
  { EventTime: "2031-01-01T00:00:00.0000000Z", TimeStatus: "future" },
  { EventTime: "2031-01-01T00:00:00Z" },
);

for (const when of ["1999-12-31T23", "2026-11-20T07", "2026-11-22T07", "2026-11-22T09", "2026-11-23T08"]) {
  const EventTime = `${when}:15:30.1234560Z`;
  must(
    `an event keeps its own time, however old it is: ${when}`,
    body,
    { EventTime, TimeStatus: "event" },
    { EventTime },
  );
}

must(
  "the cluster's name is always in lower case",
  body,
  { HostName: "PRODnas-99999999999", Cluster: "prodnas", Node: null },
  { HostName: "PRODnas-99999999999" },
);

// Senders.
for (const id of [`${VM}-0`, `${VM}-17`.toLowerCase(), ARC, ARC.toUpperCase()])
  must(`an event from a forwarder is verified: ${id}`, body, { SenderVerified: true }, { _ResourceId: id });
for (const id of [
  "",
  `${VM}-`,
  `${VM}-0x`,
  `${VM}-eu-0`,
  `${ARC}2`,
  `${ARC}-0`,
  `${VM.replace("rg/", "rg-other/")}-0`,
  `/x${VM}-0`,
])
  must(`an event from another machine is not verified: '${id}'`, body, { SenderVerified: false }, { _ResourceId: id });
for (const [peer, address] of [
  ["10.9.8.7", "10.9.8.7"],
  ["::ffff:10.9.8.7", "10.9.8.7"],
  ["fe80::1", "fe80::1"],
] as const)
  must(
    `the address of an unverified sender is known: ${peer}`,
    `${syslogContract.peerMark}${peer} ${front}"/100%25%3B",""`,
    { ...fields, ParseStatus: "csv", FilePath: "/100%;", SenderVerified: false, PeerIpAddr: address },
    { ProcessName: "qumulo-unverified" },
  );
must("a verified event has no sender address", body, { SenderVerified: true, PeerIpAddr: "" });
must("an address in the message itself is no sender address", `${syslogContract.peerMark}10.9.8.7 ${body}`, {
  PeerIpAddr: "",
});

describe("lines in Syslog and QumuloAudit_CL:", () => {
  const rows: Record<EventsTable, Record<string, unknown>[]> = { syslog: [], parsed: [] };
  const inTime = "QumuloEvents | where EventTime between (datetime(2026-11-23) .. datetime(2026-11-24))";
  const found: Record<EventsTable, number> = { syslog: 0, parsed: 0 };
  beforeAll(() => {
    for (const table of ["syslog", "parsed"] as const) {
      const database = workspace(table);
      rows[table] = rowsByName(database.run("QumuloEvents", new Date()));
      found[table] = database.run(inTime, new Date()).rows.length;
    }
  }, 60_000);
  const ofTheTable = { Type: "", SyslogMessage: "", _BilledSize: "" };

  it.each(cases.map((one, index) => ({ ...one, index })))("$title", ({ expected, index }) => {
    const [syslog, parsed] = (["syslog", "parsed"] as const).map((table) =>
      rows[table].find(({ TenantId }) => TenantId === String(index)),
    );
    expect(syslog).toMatchObject(expected);
    const inParsed = { ...ofTheTable, TimeGenerated: parsedTime(syslog ?? {}) };
    expect({ ...parsed, ...ofTheTable }).toEqual({ ...syslog, ...inParsed });
  });

  it("a QumuloAudit_CL row stores EventTime and TimeStatus only if they cannot be computed, and never Computer", () => {
    const query = "QumuloAudit_CL | project TenantId, EventTime, TimeStatus, Computer";
    const stored = rowsByName(workspace("parsed").run(query, new Date()));
    const expected = rows.syslog.map((row) => ({
      TenantId: row.TenantId,
      EventTime: row.TimeStatus === "received" || parsedTime(row) === row.EventTime ? null : row.EventTime,
      TimeStatus: row.TimeStatus === "received" ? "received" : "",
      Computer: "",
    }));
    expect(stored).toEqual(expected);
  });

  it("every line becomes one row", () => {
    expect([rows.syslog.length, rows.parsed.length]).toEqual([cases.length, cases.length]);
  });

  it("a query for a day finds every line of that day", () => {
    const ofAnotherDay = rows.syslog.filter(({ EventTime }) => !String(EventTime).startsWith("2026-11-23")).length;
    expect(found).toEqual({ syslog: cases.length - ofAnotherDay, parsed: cases.length - ofAnotherDay });
  });
});
