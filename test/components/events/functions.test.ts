import { describe, expect, it } from "vitest";
import { dataFlows } from "../../../components/collection/dataFlows";
import { KEEP_EVERYTHING } from "../../../components/filter/noiseFilter";
import { Database } from "../../../simulator/kql/run/database";
import { rowsByName, tableFrom } from "../../../simulator/kql/run/namedRows";
import { SYSLOG_COLUMNS, syslogColumns } from "../../../simulator/workspace/syslog";
import { ingest, programFunctions, workspaceDatabase } from "../../../simulator/workspace/workspace";

// The columns of a search job's results. Source: learn.microsoft.com/azure/azure-monitor/logs/search-jobs, "search results
// table schema".
const columns = Object.entries({
  ...SYSLOG_COLUMNS,
  _OriginalTimeGenerated: "datetime",
  _OriginalType: "string",
}).map(([name, type]) => ({ name, type }));

const functions = programFunctions("syslog");
const LINE = '10.1.2.3,"AD\\alice",nfs4,fs_delete,ok,1001,"/finance/plan.docx",""';

it("events in the results of a search job have their original times and table name", () => {
  const schema = `(${columns.map(({ name, type }) => `${name}: ${type}`).join(", ")})`;
  const database = new Database({ tables: { Syslog_1_SRCH: schema }, functions });
  const found = {
    TimeGenerated: "2026-11-23T12:00:00Z",
    _OriginalTimeGenerated: "2025-11-23T08:00:05Z",
    EventTime: "2025-11-23T08:00:00Z",
    Type: "Syslog_1_SRCH",
    _OriginalType: "Syslog",
    ProcessName: "qumulo",
    SyslogMessage: LINE,
  };
  database.set("Syslog_1_SRCH", tableFrom(columns, [found]));
  const query =
    "Syslog_1_SRCH | invoke QumuloParse() | project TimeGenerated, IngestionDelay, IngestionTime, Type, UserName, FilePath";
  expect(rowsByName(database.run(query, new Date()))).toEqual([
    {
      TimeGenerated: "2025-11-23T08:00:05.0000000Z",
      IngestionDelay: "00:00:05",
      IngestionTime: null,
      Type: "Syslog",
      UserName: "alice",
      FilePath: "/finance/plan.docx",
    },
  ]);
});

// Since version 1.32.6, the agent puts the RFC 5424 structured data before a message. The forwarder sends "-" as structured
// data. Source: the agent's release notes.
describe.each(["syslog", "parsed"] as const)("with events.table %s,", (table) => {
  it.each(["", " ", "- ", " - "])(
    "text that the agent puts before an event is not part of the event: '%s'",
    (front) => {
      const json =
        '{"user_ip":"10.1.2.3","user_id":{"name":"alice"},"protocol":"nfs4","operation":"fs_delete","status":"ok","details":{"path":"/a"}}';
      const rows = [LINE, json].map((line) => ({
        TimeGenerated: "2026-11-23T08:00:00Z",
        Facility: "local0",
        ProcessName: "qumulo",
        SyslogMessage: front + line,
      }));
      const tables = ingest(dataFlows(table, KEEP_EVERYTHING), tableFrom(syslogColumns, rows));
      const database = workspaceDatabase(programFunctions(table), tables);
      const query = "QumuloEvents | project ParseStatus, ClientIP, UserName, FilePath, IsText = SyslogMessage != ''";
      const IsText = table === "syslog" || front.startsWith(" ");
      expect(rowsByName(database.run(query, new Date()))).toEqual([
        { ParseStatus: "csv", ClientIP: "10.1.2.3", UserName: "alice", FilePath: "/finance/plan.docx", IsText },
        { ParseStatus: "json", ClientIP: "10.1.2.3", UserName: "alice", FilePath: "/a", IsText },
      ]);
    },
  );
});

describe.each([
  ["syslog", "QumuloEvents"],
  ["parsed", "QumuloEventsCurrent"],
] as const)("with events.table %s, the parameters of %s", (table, name) => {
  const lines = [
    '10.1.2.3,"AD\\alice",smb3,fs_delete,ok,1,"/projects/new/Plan.docx",""',
    '::ffff:10.1.2.3,"AD\\bob",smb3,fs_create_file,fs_access_denied_error,2,"/projects-new/a",""',
    '10.9.0.1,"admin",api,smb_modify_share,ok,,"projects",""',
    '{"user_ip":"10.1.2.4","user_id":{"sid":"S-1-5-21-7","auth_id":"1001","name":"alice"},"protocol":"nfs4","operation":"fs_rename","status":"ok","details":{"path":"/b","target":"/projects/c","file_id":"4"}}',
    '10.1.2.3,"al""ice",smb3,fs_delete,ok,5,"/quo""ted/login/x",""',
  ];
  const rows = lines.map((line) => ({
    TimeGenerated: "2026-11-23T08:00:00Z",
    EventTime: "2026-11-23T08:00:00Z",
    Facility: "local0",
    ProcessName: "qumulo",
    SyslogMessage: line,
  }));
  const tables = ingest(dataFlows(table, KEEP_EVERYTHING), tableFrom(syslogColumns, rows));
  const database = workspaceDatabase(programFunctions(table), tables);

  it.each([
    ['operations = dynamic(["fs_delete"]), clients = dynamic(["10.1.2.3"])', "15"],
    ['users = dynamic(["Alice"]), pathPrefixes = dynamic(["/projects"])', "14"],
    ['statuses = dynamic(["denied"]), protocols = dynamic(["smb3"])', "2"],
    ["datetime(2026-11-23 08:00)", "12345"],
    ["datetime(null), datetime(2026-11-23 08:00)", ""],
  ])("select events: %s", (parameters, expected) => {
    const query = `${name}(${parameters}) | project Number = iff(isempty(FileId), "3", FileId) | sort by Number asc`;
    expect(database.run(query, new Date()).rows.join("")).toBe(expected);
  });
});

describe("QumuloAudit_CL", () => {
  const received = "2026-11-23T10:00:00Z";
  const rows = ["09:59:58", "09:00:00", "01:00:00"].map((clock) => ({
    TimeGenerated: received,
    EventTime: `2026-11-23T${clock}Z`,
    Computer: "vm-0",
    _ResourceId: "/subscriptions/s/x/vm-0",
    ProcessName: "qumulo",
    SyslogMessage: LINE,
  }));
  const tables = ingest(dataFlows("parsed", KEEP_EVERYTHING), tableFrom(syslogColumns, rows));
  const database = workspaceDatabase(programFunctions("parsed"), tables);
  const ask = (query: string, at: string) => rowsByName(database.run(query, new Date(at)));

  it("returns to alert rules the events that have arrived since the last run, even those that waited in a spool", () => {
    const turn = "QumuloEventsCurrent(ago(5m), now()) | count";
    expect(ask(turn, "2026-11-23T10:01:00Z")).toEqual([{ Count: 3 }]);
    expect(ask(turn, "2026-11-23T10:06:00Z")).toEqual([{ Count: 0 }]);
  });

  it("returns to queries the events that happened in a time range, and how long they took to arrive", () => {
    const query =
      "QumuloEvents(datetime(2026-11-23 08:00), datetime(2026-11-23 09:30)) | project TimeGenerated, IngestionDelay, Forwarder";
    expect(ask(query, received)).toEqual([
      { TimeGenerated: "2026-11-23T09:00:00.0000000Z", IngestionDelay: "01:00:00", Forwarder: "vm-0" },
    ]);
  });

  it("still returns the rows of earlier versions, which stored Computer and EventTime in the table", () => {
    const old = { TimeGenerated: received, Computer: "vm-7", Operation: "fs_open", OperationStatus: "ok" };
    const table = tables.QumuloAudit_CL ?? { columns: [], rows: [] };
    database.set(
      "QumuloAudit_CL",
      tableFrom(table.columns, [
        { ...old, EventTime: "2026-11-23T09:00:00Z" },
        { ...old, EventTime: "" },
      ]),
    );
    expect(ask("QumuloEvents | project EventTime, TimeStatus, IngestionDelay, Forwarder, Computer", received)).toEqual([
      {
        EventTime: "2026-11-23T09:00:00.0000000Z",
        TimeStatus: "event",
        IngestionDelay: "01:00:00",
        Forwarder: "vm-7",
        Computer: "vm-7",
      },
      {
        EventTime: "2026-11-23T10:00:00.0000000Z",
        TimeStatus: "received",
        IngestionDelay: "00:00:00",
        Forwarder: "vm-7",
        Computer: "vm-7",
      },
    ]);
  });
});
