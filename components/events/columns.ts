import { FORMER_COLUMNS, PARSED_COLUMNS } from "./parsedTable";

/** A column of QumuloEvents. */
export interface EventColumn {
  readonly name: string;
  /** KQL type. */
  readonly type: "string" | "datetime" | "int" | "real" | "bool" | "timespan" | "dynamic";
  readonly meaning: string;
  /** Example of a value; empty if there is none. */
  readonly example: string;
}

const column = (name: string, type: EventColumn["type"], meaning: string, example = ""): EventColumn => ({
  name,
  type,
  meaning,
  example,
});

/** The columns of QumuloEvents in the order in which it returns them. docs/events.md is generated from this list. */
export const eventColumns: readonly EventColumn[] = [
  column("TenantId", "string", "the workspace"),
  column("SourceSystem", "string", "the agent's type; empty in QumuloAudit_CL", "Linux"),
  column(
    "TimeGenerated",
    "datetime",
    "the time that retention and a query's time range use: in Syslog the time of arrival in Azure; in QumuloAudit_CL the event's time, or the time of arrival if the event's time is more than a day old, in the future, missing, or from an unverified sender",
    "2026-11-23T08:15:31Z",
  ),
  column("Computer", "string", "the forwarder; in QumuloAudit_CL the same as Forwarder", "vm-qumulo-prod-0"),
  column(
    "EventTime",
    "datetime",
    "when the event happened, by the cluster's clock; TimeGenerated if the line has no readable time",
    "2026-11-23T08:15:30Z",
  ),
  column("Facility", "string", "syslog facility that the forwarder sets", "local0"),
  column("HostName", "string", "the node's name as its cluster sends it", "prodnas-1"),
  column("SeverityLevel", "string", "syslog level that the forwarder sets; it is the same for all events", "info"),
  column(
    "SyslogMessage",
    "string",
    "the line as it was stored; in QumuloAudit_CL empty unless the transformation could not split the line into columns",
  ),
  column("ProcessID", "int", "empty, because clusters send none"),
  column(
    "HostIP",
    "string",
    "address that the agent received the line from, which is always the forwarder's own",
    "127.0.0.1",
  ),
  column(
    "ProcessName",
    "string",
    "app-name that the forwarder sets: `qumulo`, `qumulo-escaped` or `qumulo-unverified`",
    "qumulo",
  ),
  column("MG", "string", "empty"),
  column("CollectorHostName", "string", "the forwarder", "vm-qumulo-prod-0"),
  column("Type", "string", "table that contains the row", "Syslog"),
  column("_ResourceId", "string", "resource id of the forwarder"),
  column("_SubscriptionId", "string", "the forwarder's subscription"),
  column("_IsBillable", "string", "whether the row is billed", "True"),
  column("_BilledSize", "real", "billed size in bytes", "212"),
  column(
    "ParseStatus",
    "string",
    "`csv`; `csv-lenient` (a quote in a field is not doubled, so the split is a guess); `json`; `csv-cut` or `json-cut` (the end is missing, and the columns contain the complete fields); `unparsed`",
    "csv",
  ),
  column(
    "RawMessage",
    "string",
    "the text of a line whose ParseStatus is `unparsed`, `csv-cut` or `json-cut`; empty for others",
  ),
  column(
    "TimeStatus",
    "string",
    "source of EventTime: `event`; `received` (EventTime is TimeGenerated); `future` (EventTime is from the event, and more than five minutes after TimeGenerated)",
    "event",
  ),
  column("Cluster", "string", "the cluster: the host name before its last hyphen, in lower case", "prodnas"),
  column("Node", "int", "the node's number: the part of the host name after its last hyphen", "1"),
  column(
    "Forwarder",
    "string",
    "machine that forwarded the event: the last part of `_ResourceId`, in lower case",
    "vm-qumulo-prod-0",
  ),
  column(
    "SenderVerified",
    "bool",
    "whether the line came from an address of the cluster that it names (`clusters[].nodeCidrs`), through a forwarder of this stack or of `events.forwarders`",
    "true",
  ),
  column(
    "PeerIpAddr",
    "string",
    "the sender's address if it does not belong to the cluster that the line names; otherwise empty",
    "10.9.8.7",
  ),
  column(
    "IngestionDelay",
    "timespan",
    "time from the event to its arrival; empty if TimeGenerated is the event's time and Azure provides no `_TimeReceived`",
    "00:00:01.2000000",
  ),
  column(
    "IngestionTime",
    "datetime",
    "the time of arrival in the table (`ingestion_time()`); empty in the results of a search job or a restore",
    "2026-11-23T08:15:32Z",
  ),
  column("ClientIP", "string", "the client's address, as the cluster writes it", "::ffff:10.0.1.27"),
  column("SrcIpAddr", "string", "ClientIP without the prefix `::ffff:`", "10.0.1.27"),
  column("UserID", "string", "the user as the cluster writes it: account, uid, SID or Qumulo id", "AD\\alice"),
  column("UserName", "string", "the user's name without the domain", "alice"),
  column("UserDomain", "string", "the user's domain", "AD"),
  column("UserSid", "string", "the user's security id; only from JSON", "S-1-5-21-1-2-3-1001"),
  column("UserAuthId", "string", "the user's Qumulo id; only from JSON", "1001"),
  column("IsMachineAccount", "bool", "whether the user is a computer account", "false"),
  column(
    "Protocol",
    "string",
    "protocol as the cluster writes it, which differs between versions of Qumulo Core",
    "smb2",
  ),
  column("ProtocolFamily", "string", "`smb`, `nfs`, `s3`, `ftp`, `api` or `internal`", "smb"),
  column("Operation", "string", "name of the operation", "fs_rename"),
  column(
    "OperationClass",
    "string",
    "`read`, `write`, `create`, `delete`, `rename`, `metadata`, `login` (login or logout), `management` or `unknown`; derived from the operation's name, so new operations have a class, too",
    "rename",
  ),
  column("IsAdminOp", "bool", "whether the operation reads or changes the cluster's configuration", "false"),
  column("OperationStatus", "string", "result: `ok` or the name of the error", "fs_access_denied_error"),
  column("StatusFamily", "string", "`success`, `access_denied`, `credential`, `not_found`, … `other`", "access_denied"),
  column("IsSuccess", "bool", "whether the result is `ok`", "false"),
  column("FileId", "string", "the file's id, as text because it has up to 97 bits", "1000019"),
  column(
    "FilePath",
    "string",
    "path as the client sent it; for a management operation the name of the object that it reads or changes",
    "/proj/report.docx",
  ),
  column("FileName", "string", "last part of the path", "report.docx"),
  column("Directory", "string", "folder of the path", "/proj"),
  column("TopFolder", "string", "first folder of the path", "/proj"),
  column("Extension", "string", "file extension in lower case, without the dot; empty for folders", "docx"),
  column("IsDirectory", "bool", "whether the path belongs to a folder", "false"),
  column("IsSnapshotPath", "bool", "whether the path is in /.snapshot", "false"),
  column(
    "ObjectName",
    "string",
    "share, export, snapshot or other object that a management operation reads or changes",
    "projects",
  ),
  column("TargetPath", "string", "second path of a rename, copy or link", "/proj/report.docx.locked"),
  column("TargetFileName", "string", "last part of the second path", "report.docx.locked"),
  column("TargetExtension", "string", "file extension of the second path", "locked"),
  column(
    "Details",
    "dynamic",
    "the JSON object `details`: offsets, sizes, attributes before and after",
    '{"offset":0,"size":4096}',
  ),
  column("ResponseCode", "string", "same value as OperationStatus, under the name in Qumulo's article", "ok"),
  column("File", "string", "same value as FilePath, under the name in Qumulo's article", "/proj/report.docx"),
  column("MessageID", "string", "same value as FileId, under the name in Qumulo's article; it is not a message's id"),
  column(
    "Status",
    "string",
    'same value as TargetPath, under the name in Qumulo\'s article; it is not the result: `Status == "ok"` finds nothing',
  ),
];

/** Whether new rows of QumuloAudit_CL store a column. Azure or QumuloParse provides all other columns. */
export const isStored = (name: string): boolean => name in PARSED_COLUMNS && !FORMER_COLUMNS.includes(name);
