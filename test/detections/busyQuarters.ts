import { type ReplayEvent, repeat, spread } from "../../components/detections/replayCase";

/** A quarter-hour in which a program or many people cause many events, but no harm. */
export interface BusyQuarter {
  readonly name: string;
  readonly events: readonly ReplayEvent[];
  /** Whether a rule that only counts raw events would count the event. */
  readonly isRaw: (event: ReplayEvent) => boolean;
  /** The number of such events within `seconds` at which that rule would raise an alert. */
  readonly threshold: number;
  readonly seconds: number;
}

const KINDS = ["docx", "xlsx", "pdf", "jpg", "txt"];
const file = (index: number) => `/data/d${index % 400}/f${index}.${KINDS[index % KINDS.length]}`;
const is =
  (...operations: readonly string[]) =>
  ({ operation = "fs_read_data" }: ReplayEvent) =>
    operations.includes(operation);

/** Returns reads of many files at an even rate. */
const reads = (count: number, reader: Omit<ReplayEvent, "at">) =>
  spread(count, 890, (index) => ({ ...reader, path: file(index) }));

const BACKUP = { user: "AD\\svc-backup", client: "10.3.0.8", protocol: "smb3" };
const SCANNER = { user: "AD\\SCAN01$", client: "10.3.0.9", protocol: "smb3" };
const INDEXER = { user: "AD\\svc-index", client: "10.3.0.10", protocol: "smb3" };
const MIRROR = { user: "2001", client: "10.6.0.5", protocol: "nfs3" };
const ROBOCOPY = { user: "AD\\svc-robo", client: "10.3.0.11", protocol: "smb3" };
const CSI = { user: "svc-csi", client: "10.7.0.4", protocol: "api" };
const QUOTAS = { user: "svc-quota", client: "10.5.0.30", protocol: "api" };
const SERVICE = { user: "AD\\svc-app", client: "10.8.0.7", protocol: "smb3" };
const ADMIN = { user: "admin", client: "10.5.0.9", protocol: "api" };
const SYSTEM = { user: "system", client: "10.1.0.1", protocol: "internal" };

/** A render client reads textures, overwrites existing frames, and writes new frames under temporary names. */
function render(client: number): ReplayEvent[] {
  const common = { user: "0", client: `10.20.${Math.floor(client / 200)}.${1 + (client % 200)}`, protocol: "nfs3" };
  const frame = (index: number) => `/render/shot-${client % 30}/beauty.${client}.${index}.exr`;
  return [
    ...spread(8, 60, (index) => ({ ...common, path: `/textures/t${(client + index) % 90}.tx` }), client / 10),
    ...spread(6, 800, (index) => ({ ...common, operation: "fs_write_data", path: frame(index) }), client / 10),
    ...spread(
      6,
      800,
      (index) => {
        const path = frame(100 + (index >> 1));
        return index % 2 === 0
          ? { ...common, operation: "fs_create_file", path: `${path}.part` }
          : { ...common, operation: "fs_rename", path: `${path}.part`, target: path };
      },
      client / 10,
    ),
  ];
}

/** A person saves a document: Word and Excel write a temporary file and then swap the names. */
function officeSave(index: number): ReplayEvent[] {
  const person = index % 120;
  const common = { user: `AD\\user${person}`, client: `10.1.1.${10 + person}`, protocol: "smb3", at: 2 * index };
  const folder = `/office/team-${person % 9}`;
  const isWord = index % 2 === 0;
  const document = `${folder}/report-${index}.${isWord ? "docx" : "xlsx"}`;
  const [fresh, old] = isWord ? [`~WRD${index}.tmp`, `~WRL${index}.tmp`] : [`8A3B${index}`, `${index}F0.tmp`];
  return [
    { ...common, operation: "fs_create_file", path: `${folder}/${fresh}` },
    { ...common, operation: "fs_write_data", path: `${folder}/${fresh}` },
    { ...common, operation: "fs_rename", path: document, target: `${folder}/${old}` },
    { ...common, operation: "fs_rename", path: `${folder}/${fresh}`, target: document },
    { ...common, operation: "fs_delete", path: `${folder}/${old}` },
  ];
}

/** The nodes stop one after the other, for two minutes each, and each node's clients sign in again. */
const upgrade: readonly ReplayEvent[] = [
  { ...ADMIN, at: 1, operation: "rest_login" },
  { ...ADMIN, at: 2, operation: "cluster_modify_upgrade_config" },
  { ...ADMIN, at: 5, operation: "upgrade_commit" },
  ...repeat(4, (index) => ({ ...SYSTEM, at: 10 + index * 200, operation: "remote_syslog_shutdown", node: index + 1 })),
  ...repeat(4, (index) => ({ ...SYSTEM, at: 130 + index * 200, operation: "remote_syslog_startup", node: index + 1 })),
  ...spread(600, 800, (index) => ({
    user: `AD\\user${index % 120}`,
    client: `10.1.1.${10 + (index % 120)}`,
    operation: index % 2 === 0 ? "smb_login" : "share_connect",
    path: index % 2 === 0 ? "" : "\\\\nas\\office",
  })),
];

/** Harmless peaks of a busy day. The rates are those of small sites; larger sites have higher rates. */
export const busyQuarters: readonly BusyQuarter[] = [
  {
    name: "a full backup",
    events: reads(9_000, BACKUP),
    isRaw: is("fs_read_data"),
    threshold: 2000,
    seconds: 3600,
  },
  {
    name: "an antivirus scan",
    events: reads(7_000, SCANNER),
    isRaw: is("fs_read_data"),
    threshold: 2000,
    seconds: 3600,
  },
  {
    name: "an indexer",
    events: [
      ...reads(3_000, INDEXER),
      ...spread(3_000, 890, (index) => ({ ...INDEXER, operation: "fs_read_metadata", path: file(index) })),
    ],
    isRaw: is("fs_read_data"),
    threshold: 2000,
    seconds: 3600,
  },
  {
    name: "300 render clients as uid 0",
    events: Array.from({ length: 300 }, (_, client) => render(client)).flat(),
    isRaw: is("fs_write_data"),
    threshold: 200,
    seconds: 300,
  },
  {
    name: "rsync --delete of 20,000 files",
    events: spread(20_000, 300, (index) => ({ ...MIRROR, operation: "fs_delete", path: `/mirror${file(index)}` }), 60),
    isRaw: is("fs_delete"),
    threshold: 1000,
    seconds: 300,
  },
  {
    name: "300 Office saves",
    events: Array.from({ length: 300 }, (_, index) => officeSave(index)).flat(),
    isRaw: ({ operation, path = "", target = "" }) =>
      operation === "fs_rename" && path.split(".")[1] !== target.split(".")[1],
    threshold: 20,
    seconds: 60,
  },
  {
    name: "robocopy into existing folders",
    events: spread(6_000, 600, (index) => ({
      ...ROBOCOPY,
      operation: index % 2 === 0 ? "fs_write_data" : "fs_write_metadata",
      path: `/copy${file(index >> 1)}`,
    })),
    isRaw: is("fs_write_data"),
    threshold: 200,
    seconds: 300,
  },
  {
    name: "the hourly expiry of snapshots",
    events: spread(40, 60, (index) => ({ ...SYSTEM, operation: "snapshot_delete_snapshot", path: `${index}_hourly` })),
    isRaw: is("snapshot_delete_snapshot"),
    threshold: 1,
    seconds: 300,
  },
  {
    name: "a CSI driver",
    events: spread(80, 800, (index) => ({
      ...CSI,
      operation:
        ["nfs_create_export", "fs_create_directory", "nfs_delete_export", "tree_delete_start"][index % 4] ?? "",
      path: `/k8s/pvc-${index >> 2}`,
    })),
    isRaw: is("nfs_create_export", "tree_delete_start"),
    threshold: 1,
    seconds: 300,
  },
  {
    name: "a quota tool",
    events: [
      { ...QUOTAS, at: 1, operation: "rest_login" },
      ...spread(2_000, 800, (index) => ({ ...QUOTAS, operation: "fs_set_quota", path: `/home/user${index}/` })),
    ],
    isRaw: is("fs_set_quota"),
    threshold: 500,
    seconds: 300,
  },
  {
    name: "a service with an expired password",
    events: spread(450, 890, () => ({ ...SERVICE, operation: "smb_login", status: "cred_error" })),
    isRaw: is("smb_login"),
    threshold: 100,
    seconds: 3600,
  },
  {
    name: "a rolling upgrade of Core",
    events: upgrade,
    isRaw: is("remote_syslog_shutdown", "upgrade_commit"),
    threshold: 1,
    seconds: 300,
  },
];
