import { dataFlows } from "../../components/collection/dataFlows";
import { isKept } from "../../components/filter/isKept";
import type { NoiseFilter } from "../../components/filter/noiseFilter";
import { tableFrom } from "../../simulator/kql/run/namedRows";
import { keyOf } from "../../simulator/kql/run/value";
import { toMessage } from "../../simulator/qumulo/messages";
import { random } from "../../simulator/random";
import { type SyslogRow, syslogColumns } from "../../simulator/workspace/syslog";
import { ingest } from "../../simulator/workspace/workspace";
import { csvLine, jsonLine, type MadeEvent } from "../events";
import { stackConfig } from "../exampleStacks";
import type { Outcome } from "./attack";
import type { Forwarder } from "./forwarder";

const FILTER: NoiseFilter = {
  keep: "changesOnly",
  include: [{ pathPrefixes: ["/audit/ärzte/"] }],
  exclude: [
    { users: ["AD\\svc-backup", "AD\\jürgen"], clientCidrs: ["10.1.2.0/24"] },
    { pathPrefixes: ["/scratch/"] },
    { protocols: ["nfsv3"], operations: ["fs_write_data"] },
  ],
};

export const FILTER_STACK = stackConfig({
  clusters: [{ name: "nas", nodeCidrs: ["10.1.2.0/24"] }],
  forwarder: { count: 0 },
  arc: { endpointAddress: "192.168.10.20" },
  events: FILTER,
});

const plain: MadeEvent = {
  client: "10.9.9.9",
  user: "AD\\alice",
  protocol: "smb2",
  operation: "fs_delete",
  status: "ok",
  fileId: "",
  path: "/finance/x",
  target: "",
};
const backup = { user: "AD\\svc-backup", client: "10.1.2.3" };
type Change = Partial<MadeEvent>;

/** Events that the filter must drop, which shows that the filter is active. */
const DROPPED: readonly Change[] = [
  { operation: "fs_open" },
  { operation: "fs_read_data" },
  backup,
  { ...backup, user: "ad\\SVC-Backup" },
  { ...backup, user: "AD\\jürgen" },
  { path: "/scratch/x" },
  { operation: "fs_rename", path: "/scratch/x", target: "/scratch/y" },
  { protocol: "nfsv3", operation: "fs_write_data" },
];

/** Events that resemble dropped events but must be kept, in both formats. */
const RESEMBLING: readonly (readonly [what: string, change: Change])[] = [
  ["a rename out of the excluded folder", { operation: "fs_rename", path: "/scratch/x", target: "/finance/x" }],
  ["a rename into the excluded folder", { operation: "fs_rename", path: "/finance/x", target: "/scratch/x" }],
  ["a link from the excluded folder", { operation: "fs_create_hard_link", path: "/scratch/x", target: "/finance/x" }],
  ["a rename with dots in its second path", { operation: "fs_rename", path: "/scratch/x", target: "/scratch/../y" }],
  ...[
    "/scratch/../finance/x",
    "/scratch/./x",
    "/scratch/..",
    "/scratch/a/../../x",
    "/scratch/..\\..\\x",
    "/scratch",
    "/SCRATCH/x",
    " /scratch/x",
    "//scratch/x",
    "/%73cratch/x",
    "/scratch\u200b/x",
    "\uff0fscratch\uff0fx",
    "/finance/scratch/x",
    "\\scratch\\x",
  ].map((path) => [`the path ${JSON.stringify(path)}`, { path }] as const),
  ...[
    "AD\\svc-backup ",
    " AD\\svc-backup",
    "svc-backup",
    "AD\\\\svc-backup",
    "XAD\\svc-backup",
    "AD\\svc-bac\u212aup",
    "AD\\svc-backup\0",
    "AD\\svc-b\u0430ckup",
    "AD/svc-backup",
    "AD\\svc-backup@x",
    "AD\\svc-backup$",
    "AD\\JÜRGEN",
    "AD\\ju\u0308rgen",
  ].map((user) => [`the user ${JSON.stringify(user)}`, { ...backup, user }] as const),
  ...[
    "10.1.2.3.4",
    "10.1.2.",
    "10.1.2.999",
    "10.1.2.03",
    "010.1.2.3",
    "::ffff:10.1.2.3",
    "10.1.2.3x",
    " 10.1.2.3",
    "10.1.2.3 ",
    "10.1.2",
    "10.1.2.-1",
    "10.1.2.3/24",
    "167838211",
    "0xa.1.2.3",
    "",
  ].map((client) => [`the client ${JSON.stringify(client)}`, { ...backup, client }] as const),
  ...["NFSV3", "nfsv3 ", "nfsv4.1", "nfs"].map(
    (protocol) => [`the protocol ${JSON.stringify(protocol)}`, { protocol, operation: "fs_write_data" }] as const,
  ),
  ...["FS_OPEN", "fs_open ", "fs_openx", "xfs_open", "begin_fs_open", "fs_open,ok", "fs_new"].map(
    (operation) => [`the operation ${JSON.stringify(operation)}`, { operation }] as const,
  ),
  ...["fs_access_denied_error", "cred_error", "fs_new_error", "OK", "ok ", "", "not ok"].map(
    (status) => [`the status ${JSON.stringify(status)}`, { operation: "fs_open", status }] as const,
  ),
  ...[
    "/audit/ärzte/x",
    "/AUDIT/ÄRZTE/x",
    "/Audit/ärzte/x",
    "//audit///ärzte//x",
    "\\audit\\ärzte\\x",
    "/x/../audit/ärzte/x",
    "/audit/./ärzte/x",
  ].map(
    (path) => [`a read of ${JSON.stringify(path)}, which must be kept`, { operation: "fs_read_data", path }] as const,
  ),
  ["a user that contains fields of a dropped operation", { user: '",smb2,fs_open,ok,1,"' }],
  ["a user that contains fields of a dropped operation with quotes", { user: '"",smb2,fs_open,ok,1,""' }],
  ["a path that contains fields of a dropped operation", { path: '/x",fs_open,ok,"' }],
  ["a path that contains JSON of a dropped operation", { path: '/x","operation":"fs_open","status":"ok","y":"' }],
];

/**
 * JSON lines in which the operation, the status or a field is ambiguous, so that the filter must keep them. `ID` stands for
 * the event's id.
 */
const DOUBTFUL: readonly (readonly [what: string, line: string])[] = [
  ["two operations", '{"operation":"fs_open","operation":"fs_delete","status":"ok","details":{"file_id":"ID"}}'],
  [
    "two operations, of which the last would be dropped",
    '{"operation":"fs_delete","operation":"fs_open","status":"ok","details":{"file_id":"ID"}}',
  ],
  ["two statuses", '{"operation":"fs_open","status":"ok","status":"cred_error","details":{"file_id":"ID"}}'],
  [
    "a second operation whose key is escaped",
    '{"oper\\u0061tion":"fs_delete","operation":"fs_open","status":"ok","details":{"file_id":"ID"}}',
  ],
  ["an operation only within the details", '{"details":{"operation":"fs_open","status":"ok","file_id":"ID"}}'],
  [
    "details that contain an operation and precede the real one",
    '{"details":{"operation":"fs_open","status":"ok","file_id":"ID"},"operation":"fs_delete","status":"ok"}',
  ],
  ["an operation that is a list", '{"operation":["fs_open"],"status":"ok","details":{"file_id":"ID"}}'],
  ["an operation that is null", '{"operation":null,"x":"fs_open","status":"ok","details":{"file_id":"ID"}}'],
  ["an operation that is an object", '{"operation":{"x":"fs_open"},"status":"ok","details":{"file_id":"ID"}}'],
  [
    "a user that is a string",
    '{"operation":"fs_delete","status":"ok","user_ip":"10.1.2.3","user_id":"AD\\\\svc-backup","details":{"file_id":"ID"}}',
  ],
  [
    "a user within the details",
    '{"operation":"fs_delete","status":"ok","user_ip":"10.1.2.3","details":{"user_id":{"name":"AD\\\\svc-backup"},"file_id":"ID"}}',
  ],
  [
    "two users",
    '{"operation":"fs_delete","status":"ok","user_ip":"10.1.2.3","user_id":{"name":"AD\\\\svc-backup"},"user_id":{"name":"AD\\\\alice"},"details":{"file_id":"ID"}}',
  ],
  [
    "a user with two names",
    '{"operation":"fs_delete","status":"ok","user_ip":"10.1.2.3","user_id":{"name":"AD\\\\svc-backup","name":"AD\\\\alice"},"details":{"file_id":"ID"}}',
  ],
  [
    "a second name key in another case",
    '{"operation":"fs_delete","status":"ok","user_ip":"10.1.2.3","user_id":{"name":"AD\\\\alice","Name":"AD\\\\svc-backup"},"details":{"file_id":"ID"}}',
  ],
  [
    "two paths",
    '{"operation":"fs_delete","status":"ok","details":{"path":"/scratch/x","path":"/finance/x","file_id":"ID"}}',
  ],
  [
    "a second path key in another case",
    '{"operation":"fs_delete","status":"ok","details":{"path":"/finance/x","Path":"/scratch/x","file_id":"ID"}}',
  ],
  [
    "a path outside the details",
    '{"operation":"fs_delete","status":"ok","path":"/scratch/x","details":{"file_id":"ID"}}',
  ],
  ["a path that is a list", '{"operation":"fs_delete","status":"ok","details":{"path":["/scratch/x"],"file_id":"ID"}}'],
  [
    "a second path that is a list",
    '{"operation":"fs_rename","status":"ok","details":{"path":"/scratch/x","target":["/finance/x"],"file_id":"ID"}}',
  ],
  [
    "a path with an escaped letter",
    '{"operation":"fs_delete","status":"ok","details":{"path":"/scratch/\\u002e\\u002e/x","file_id":"ID"}}',
  ],
  [
    "details of 40 levels",
    `{"operation":"fs_delete","status":"ok","details":{"path":"/scratch/x","file_id":"ID","y":${"[".repeat(40)}${"]".repeat(40)}}}`,
  ],
  ["a trailing comma", '{"operation":"fs_delete","status":"ok","details":{"path":"/scratch/x","file_id":"ID",}}'],
  ["a comment", '{"operation":"fs_delete",/*x*/"status":"ok","details":{"path":"/scratch/x","file_id":"ID"}}'],
  ["text after its end", '{"operation":"fs_delete","status":"ok","details":{"path":"/scratch/x","file_id":"ID"}} x'],
  [
    "another event after its end",
    '{"operation":"fs_delete","status":"ok","details":{"path":"/scratch/x","file_id":"ID"}}{"operation":"fs_open"}',
  ],
  ["no end", '{"operation":"fs_delete","status":"ok","details":{"path":"/scratch/x","file_id":"ID"'],
  ["NaN as a number", '{"operation":"fs_delete","status":"ok","x":NaN,"details":{"path":"/scratch/x","file_id":"ID"}}'],
  ["quotes of another kind", "{'operation':'fs_open','status':'ok','details':{'file_id':'ID'}}"],
  ["a leading space", ' {"operation":"fs_open","status":"ok","details":{"file_id":"ID"}}'],
];

const id = (index: number): string => `70${String(index).padStart(4, "0")}07`;

interface Line {
  readonly attack: string;
  readonly id: string;
  readonly line: string;
}

function bothForms(changes: readonly (readonly [string, Change])[], from: number): Line[] {
  const next = random(9);
  return changes.flatMap(([what, change], index) =>
    (["csv", "json"] as const).map((form, at) => {
      const fileId = id(from + 2 * index + at);
      const event = { ...plain, ...change, fileId };
      return {
        attack: `${what} in ${form}`,
        id: fileId,
        line: form === "csv" ? csvLine(event) : jsonLine(event, next),
      };
    }),
  );
}

/**
 * Carries out every attack on the filter: rsyslogd, the transformation and the filter's definition (isKept) must keep each
 * event.
 */
export async function tryFilters(forwarder: Forwarder): Promise<Outcome[]> {
  const controls = bothForms(
    DROPPED.map((change, index) => [`control ${index}`, change]),
    0,
  );
  const resembling = bothForms(RESEMBLING, 1_000);
  const doubtful = DOUBTFUL.map(([what, line], index) => {
    const fileId = id(2_000 + index);
    return { attack: `JSON with ${what}`, id: fileId, line: line.replace("ID", fileId) };
  });
  const attacks = [...resembling, ...doubtful];
  // The lines with their syslog headers.
  const all = [...controls, ...attacks].map((one) => ({
    ...one,
    message: toMessage(Buffer.from(one.line), "nas-1", new Date()),
  }));
  const socket = await forwarder.session("nas-1");
  for (const { message } of all) socket.write(Buffer.concat([message.line, Buffer.from("\n")]));
  socket.end();
  const lost = new Set(await forwarder.arrived(attacks.map((attack) => attack.id)));
  const [template] = forwarder.rows;
  if (template === undefined) throw new Error("rsyslogd has passed nothing on");
  const through = new Set(forwarder.rows.map(({ SyslogMessage }) => /70\d{4}07/.exec(String(SyslogMessage))?.[0]));
  const stored = storedIds(
    all.map(({ message }): SyslogRow => ({ ...template, ProcessName: "qumulo", SyslogMessage: message.body ?? "" })),
  );
  const seen = controls.filter((one) => through.has(one.id) || stored.has(one.id) || isKept(FILTER, one.line));
  if (seen.length > 0) throw new Error(`the filter is not active: ${seen.map(({ line }) => line).join("\n")}`);
  return all.slice(controls.length).map(({ attack, id: own, message }) => {
    const droppers = [
      lost.has(own) ? "rsyslogd" : "",
      stored.has(own) ? "" : "the transformation",
      isKept(FILTER, message.body ?? "") ? "" : "the definition",
    ].filter((name) => name !== "");
    return { kind: "filters", attack, broken: droppers.length === 0 ? undefined : `dropped by ${droppers.join(", ")}` };
  });
}

/** Returns the ids of the events that the collection rule's transformation writes to the parsed table. */
function storedIds(rows: readonly SyslogRow[]): Set<string | undefined> {
  const { QumuloAudit_CL: table } = ingest(dataFlows("parsed", FILTER), tableFrom(syslogColumns, rows));
  return new Set((table?.rows ?? []).map((row) => /70\d{4}07/.exec(keyOf(row))?.[0]));
}
