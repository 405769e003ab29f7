import { expect, it } from "vitest";
import { Database, rowsByName, tableFrom } from "../../kql/run/run";
import { SYSLOG_COLUMNS } from "../../rehearsal/tables/syslog";
import { programFunctions } from "../../rehearsal/tables/workspace";

// Source of the columns: learn.microsoft.com/azure/azure-monitor/logs/search-jobs, "search results table schema".
const columns = Object.entries({
  ...SYSLOG_COLUMNS,
  _OriginalTimeGenerated: "datetime",
  _OriginalType: "string",
}).map(([name, type]) => ({ name, type }));

it("events that a search job has found have the times and the table that they had before", () => {
  const schema = `(${columns.map(({ name, type }) => `${name}: ${type}`).join(", ")})`;
  const database = new Database({ tables: { Syslog_1_SRCH: schema }, functions: programFunctions("syslog") });
  const found = {
    TimeGenerated: "2026-11-23T12:00:00Z",
    _OriginalTimeGenerated: "2025-11-23T08:00:05Z",
    EventTime: "2025-11-23T08:00:00Z",
    Type: "Syslog_1_SRCH",
    _OriginalType: "Syslog",
    ProcessName: "qumulo",
    SyslogMessage: '10.1.2.3,"AD\\alice",nfs4,fs_delete,ok,1001,"/finance/plan.docx",""',
  };
  database.set("Syslog_1_SRCH", tableFrom(columns, [found]));
  const query =
    "Syslog_1_SRCH | invoke QumuloParse() | project TimeGenerated, IngestionDelay, Type, UserName, FilePath";
  expect(rowsByName(database.run(query, new Date()))).toEqual([
    {
      TimeGenerated: "2025-11-23T08:00:05.0000000Z",
      IngestionDelay: "00:00:05",
      Type: "Syslog",
      UserName: "alice",
      FilePath: "/finance/plan.docx",
    },
  ]);
});
