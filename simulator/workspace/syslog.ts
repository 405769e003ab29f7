import { syslogContract } from "../../components/syslogContract";
import type { Collected } from "../agent/filter";
import { rowSize } from "../kql/rowSize";
import { tableFrom } from "../kql/run/namedRows";
import type { Column } from "../kql/tree";

/**
 * Columns that the Syslog table and the stream Microsoft-Syslog have, with their KQL types.
 * Source: learn.microsoft.com/azure/azure-monitor/reference/tables/syslog. Every table has TenantId.
 */
export const SYSLOG_COLUMNS = {
  TenantId: "string",
  SourceSystem: "string",
  TimeGenerated: "datetime",
  Computer: "string",
  EventTime: "datetime",
  Facility: "string",
  HostName: "string",
  SeverityLevel: "string",
  SyslogMessage: "string",
  ProcessID: "int",
  HostIP: "string",
  ProcessName: "string",
  MG: "string",
  CollectorHostName: "string",
  Type: "string",
  _ResourceId: "string",
  _SubscriptionId: "string",
  _IsBillable: "string",
  _BilledSize: "real",
} as const;

/** The columns of the stream Microsoft-Syslog as a list. */
export const syslogColumns: readonly Column[] = Object.entries(SYSLOG_COLUMNS).map(([name, type]) => ({ name, type }));

/** The columns of the stream Microsoft-Syslog, which transformations read. Example: `(TimeGenerated: datetime, …)`. */
export const SYSLOG_STREAM = `(${syslogColumns.map(({ name, type }) => `${name}: ${type}`).join(", ")})`;

/** A row of the Syslog table. */
export type SyslogRow = { readonly [Column in keyof typeof SYSLOG_COLUMNS]: string | number | null };

/** The machine whose agent collects the lines, and the workspace to which the agent sends them. */
export interface Collector {
  readonly computer: string;
  readonly resourceId: string;
  readonly workspaceId: string;
}

/** Makes a row from a collected line. TimeGenerated is the time of receipt (docs/verified.md). */
export function syslogRow(
  { facility, severityLevel, line }: Collected,
  collector: Collector,
  received: Date,
): SyslogRow {
  const processId = Number.parseInt(line.processId, 10);
  const row = {
    TenantId: collector.workspaceId,
    SourceSystem: "Linux",
    TimeGenerated: received.toISOString(),
    Computer: collector.computer,
    EventTime: line.time,
    Facility: facility,
    HostName: line.host,
    SeverityLevel: severityLevel,
    SyslogMessage: line.message,
    ProcessID: Number.isNaN(processId) ? null : processId,
    HostIP: "127.0.0.1",
    ProcessName: line.appName,
    MG: "",
    CollectorHostName: collector.computer,
    Type: syslogContract.table,
    _ResourceId: collector.resourceId.toLowerCase(),
    _SubscriptionId: collector.resourceId.split("/")[2] ?? "",
    _IsBillable: "True",
  };
  const { rows } = tableFrom(syslogColumns, [row]);
  return { ...row, _BilledSize: rowSize(syslogColumns, rows[0] ?? []) };
}
