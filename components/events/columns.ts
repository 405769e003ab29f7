import { FORMER_COLUMNS, PARSED_COLUMNS } from "./parsedTable";

/** A column of QumuloEvents. */
export interface EventColumn {
  readonly name: string;
  /** KQL type. */
  readonly type: "string" | "datetime" | "int" | "real" | "bool" | "timespan" | "dynamic";
  readonly meaning: string;
  /** Example of its value; empty where there is none worth showing. */
  readonly example: string;
}

const column = (name: string, type: EventColumn["type"], meaning: string, example = ""): EventColumn => ({
  name,
  type,
  meaning,
  example,
});

/** The columns of QumuloEvents in their order: documentation and tests are made from this table. */
export const eventColumns: readonly EventColumn[] = [
  column("TenantId", "string", "the workspace"),
  column("SourceSystem", "string", "kind of the agent; empty in the parsed table", "Linux"),
  column(
    "TimeGenerated",
    "datetime",
    "partitions, retention and time pickers go by it: in Syslog when the event reached Azure; in the parsed table when it happened, unless that is more than a day ago, to come, or not known for sure (EventTime, TimeStatus, SenderVerified)",
    "2026-11-23T08:15:31Z",
  ),
  column(
    "Computer",
    "string",
    "the forwarder; in the parsed table the same as Forwarder, which is the better name",
    "vm-qumulo-prod-0",
  ),
  column(
    "EventTime",
    "datetime",
    "when it happened, by the cluster's clock; TimeGenerated where the line says no time that can be read",
    "2026-11-23T08:15:30Z",
  ),
  column("Facility", "string", "syslog facility that the forwarder gives to events", "local0"),
  column("HostName", "string", "the node, as its cluster names it", "prodnas-1"),
  column("SeverityLevel", "string", "syslog level; the same for every event, so never a sign of anything", "info"),
  column(
    "SyslogMessage",
    "string",
    "the line as it is stored; in the parsed table only where it could not be taken apart on the way in",
  ),
  column("ProcessID", "int", "empty: the clusters send none"),
  column("HostIP", "string", "address that the agent saw, which is the forwarder's own", "127.0.0.1"),
  column("ProcessName", "string", "app-name of the line, which says how the forwarder has passed it on", "qumulo"),
  column("MG", "string", "empty"),
  column("CollectorHostName", "string", "the forwarder", "vm-qumulo-prod-0"),
  column("Type", "string", "table that the row is in", "Syslog"),
  column("_ResourceId", "string", "resource id of the forwarder"),
  column("_SubscriptionId", "string", "its subscription"),
  column("_IsBillable", "string", "whether the row was billed", "True"),
  column("_BilledSize", "real", "bytes that were billed", "212"),
  column(
    "ParseStatus",
    "string",
    "`csv`, `csv-lenient` (single quotes within a field, so the fields are a guess), `json`, `csv-cut` or `json-cut` (the end is missing: the columns hold the fields that are whole), or `unparsed`",
    "csv",
  ),
  column("RawMessage", "string", "the text of a line that is `unparsed`, `csv-cut` or `json-cut`; else empty"),
  column(
    "TimeStatus",
    "string",
    "where EventTime is from: `event`; `received` (TimeGenerated stands for it); `future` (from the event, and more than five minutes after TimeGenerated)",
    "event",
  ),
  column("Cluster", "string", "the cluster: the host name up to its last hyphen, in lower case", "prodnas"),
  column("Node", "int", "the node: what follows that hyphen", "1"),
  column(
    "Forwarder",
    "string",
    "machine that passed the event on: the last part of `_ResourceId`, in lower case",
    "vm-qumulo-prod-0",
  ),
  column(
    "SenderVerified",
    "bool",
    "the line came from an address of the cluster that it names (`clusters[].nodeCidrs`), by a forwarder of this stack or of `events.forwarders`",
    "true",
  ),
  column(
    "PeerIpAddr",
    "string",
    "address that the line came from, where that is not the cluster's; else empty",
    "10.9.8.7",
  ),
  column(
    "IngestionDelay",
    "timespan",
    "from the event to its arrival; empty where TimeGenerated is the event's time and Azure gives no `_TimeReceived`",
    "00:00:01.2000000",
  ),
  column("ClientIP", "string", "address that the user came from, as the cluster writes it", "::ffff:10.0.1.27"),
  column("SrcIpAddr", "string", "the same without the prefix of mapped addresses", "10.0.1.27"),
  column("UserID", "string", "the user as the cluster writes it: account, uid, SID or Qumulo's own id", "AD\\alice"),
  column("UserName", "string", "the name alone", "alice"),
  column("UserDomain", "string", "its domain", "AD"),
  column("UserSid", "string", "security id; JSON only", "S-1-5-21-1-2-3-1001"),
  column("UserAuthId", "string", "Qumulo's id of the identity; JSON only", "1001"),
  column("IsMachineAccount", "bool", "a computer's account", "false"),
  column("Protocol", "string", "protocol as the cluster writes it, which differs between versions", "smb2"),
  column("ProtocolFamily", "string", "`smb`, `nfs`, `s3`, `ftp`, `api` or `internal`", "smb"),
  column("Operation", "string", "what was done", "fs_rename"),
  column(
    "OperationClass",
    "string",
    "`read`, `write`, `create`, `delete`, `rename`, `metadata`, `login` (sign-in or its end), `management` or `unknown`; by rules, so that new operations have one",
    "rename",
  ),
  column("IsAdminOp", "bool", "a change or look at the cluster's configuration", "false"),
  column("OperationStatus", "string", "the result; `ok`, or the name of the error", "fs_access_denied_error"),
  column("StatusFamily", "string", "`success`, `access_denied`, `credential`, `not_found`, … `other`", "access_denied"),
  column("IsSuccess", "bool", "the result is `ok`", "false"),
  column("FileId", "string", "id of the file, up to 97 bits long: text, never a number", "1000019"),
  column(
    "FilePath",
    "string",
    "the path, as the user gave it; with operations of administration the name of what they are about",
    "/proj/report.docx",
  ),
  column("FileName", "string", "its last part", "report.docx"),
  column("Directory", "string", "its folder", "/proj"),
  column("TopFolder", "string", "its first folder", "/proj"),
  column("Extension", "string", "lower case, without the dot; empty for folders", "docx"),
  column("IsDirectory", "bool", "the path is a folder's", "false"),
  column("IsSnapshotPath", "bool", "the path is within /.snapshot", "false"),
  column("ObjectName", "string", "share, export, snapshot, … that an operation of administration is about", "projects"),
  column("TargetPath", "string", "new path of a rename or move", "/proj/report.docx.locked"),
  column("TargetFileName", "string", "its last part", "report.docx.locked"),
  column("TargetExtension", "string", "its extension", "locked"),
  column(
    "Details",
    "dynamic",
    "what JSON says beyond the columns: offsets, sizes, attributes before and after",
    '{"offset":0,"size":4096}',
  ),
  column("ResponseCode", "string", "the article's name of OperationStatus", "ok"),
  column("File", "string", "the article's name of FilePath", "/proj/report.docx"),
  column("MessageID", "string", "the article's name of FileId. No id of a message"),
  column("Status", "string", 'the article\'s name of TargetPath. No status: `Status == "ok"` finds nothing'),
];

/** Whether a column is stored in QumuloAudit_CL; the others follow from those. */
export const isStored = (name: string): boolean => name in PARSED_COLUMNS && !FORMER_COLUMNS.includes(name);
