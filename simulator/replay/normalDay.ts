import { type ReplayEvent, repeat } from "../../components/detections/replayCase";
import { random } from "../random";

const HOUR = 3600;

/**
 * How many events of each operation happen in a normal day of 50,000 events.
 * Source: the dashboard of Qumulo/auditlogs-elasticsearch (4,219,321 events). The dashboard does not name the other 4.8 %.
 */
export const PUBLISHED_MIX: Readonly<Record<string, number>> = {
  fs_read_metadata: 9_750,
  fs_delete: 8_750,
  fs_create_file: 8_300,
  fs_write_data: 8_250,
  fs_write_metadata: 7_850,
  fs_read_data: 4_700,
};
const EVENTS = 50_000;

/** How busy people are in each hour of the day, relative to the other hours. */
const BUSY = [1, 1, 1, 1, 1, 2, 5, 14, 28, 33, 31, 27, 20, 26, 31, 29, 22, 13, 7, 5, 4, 3, 2, 1];
const DEPARTMENTS = ["finance", "sales", "design", "engineering", "legal", "purchasing"];
const EXTENSIONS = ["docx", "xlsx", "pdf", "pptx", "jpg", "txt", "dwg", "msg"];
const PEOPLE = 120;
const COMPILED = ["main.o", "util.o", "app.js", "app.js.map", "app.css", "app.css.map"];

const SYSTEM = { user: "system", client: "10.1.0.1", protocol: "internal" };
const MONITORING = { user: "svc-monitor", client: "10.5.0.20", protocol: "api" };
const BACKUP = { user: "AD\\svc-backup", client: "10.3.0.8", protocol: "smb3" };
const INDEXER = { user: "AD\\INDEX01$", client: "10.3.0.9", protocol: "smb3" };
const CLEANER = { user: "AD\\svc-clean", client: "10.3.0.10", protocol: "smb3" };
const WEB_SERVER = { user: "33", client: "10.2.0.9", protocol: "nfs3" };

/** Returns functions that make the random choices of a day. */
function choices(seed: number) {
  const next = random(seed);
  const below = (count: number): number => Math.floor(next() * count);
  const oneOf = (list: readonly string[]): string => list[below(list.length)] ?? "";
  const total = BUSY.reduce((sum, weight) => sum + weight, 0);
  return {
    below,
    oneOf,
    /** Returns a time at which a person works. */
    workingTime(): number {
      let left = next() * total;
      const hour = BUSY.findIndex((weight) => {
        left -= weight;
        return left < 0;
      });
      return (Math.max(hour, 0) + next()) * HOUR;
    },
    /** Returns a time of day. */
    anyTime: (): number => next() * 24 * HOUR,
    /** Returns one of the people, with the person's own client. */
    person() {
      const number = below(PEOPLE);
      return {
        user: `AD\\user${number}`,
        client: `10.1.${1 + Math.floor(number / 100)}.${10 + (number % 100)}`,
        protocol: "smb3",
        home: `/home/user${number}`,
        folder: `/${DEPARTMENTS[number % DEPARTMENTS.length]}/project-${number % 17}/2026`,
      };
    },
  };
}
type Choices = ReturnType<typeof choices>;
type Person = ReturnType<Choices["person"]>;

const who = ({ user, client, protocol }: Person) => ({ user, client, protocol });

/** Word saves a document under a temporary name and then swaps the names. A lock file exists while the document is open. */
function wordSave(day: Choices): ReplayEvent[] {
  const person = day.person();
  const common = { ...who(person), at: day.workingTime() };
  const name = `report-${day.below(60)}.docx`;
  const [file, lock] = [`${person.folder}/${name}`, `${person.folder}/~$${name.slice(2)}`];
  const number = day.below(10_000);
  const [fresh, old] = [`${person.folder}/~WRD${number}.tmp`, `${person.folder}/~WRL${number}.tmp`];
  const at = (seconds: number) => ({ ...common, at: common.at + seconds });
  return [
    { ...at(0), operation: "fs_create_file", path: lock },
    { ...at(0.1), operation: "fs_write_data", path: lock },
    { ...at(40), operation: "fs_create_file", path: fresh },
    { ...at(40.1), operation: "fs_write_data", path: fresh },
    { ...at(40.2), operation: "fs_write_metadata", path: fresh },
    { ...at(40.3), operation: "fs_rename", path: file, target: old },
    { ...at(40.4), operation: "fs_rename", path: fresh, target: file },
    { ...at(40.5), operation: "fs_delete", path: old },
    { ...at(60), operation: "fs_delete", path: lock },
  ];
}

/** Excel saves a workbook under a temporary name without an extension. */
function excelSave(day: Choices): ReplayEvent[] {
  const person = day.person();
  const common = { ...who(person), at: day.workingTime() };
  const file = `${person.folder}/plan-${day.below(40)}.xlsx`;
  const number = day.below(0xffffff).toString(16).toUpperCase().padStart(8, "A");
  const [fresh, old] = [`${person.folder}/${number}`, `${person.folder}/${number.slice(1)}.tmp`];
  const at = (seconds: number) => ({ ...common, at: common.at + seconds });
  return [
    { ...at(0), operation: "fs_create_file", path: fresh },
    { ...at(0.1), operation: "fs_write_data", path: fresh },
    { ...at(0.2), operation: "fs_rename", path: file, target: old },
    { ...at(0.3), operation: "fs_rename", path: fresh, target: file },
    { ...at(0.4), operation: "fs_delete", path: old },
  ];
}

/** A build server deletes the results of its previous build and writes new ones. */
function build(day: Choices): ReplayEvent[] {
  const runner = day.below(2);
  const common = { user: "1001", client: `10.2.0.${5 + runner}`, protocol: "nfs3" };
  const start = day.workingTime();
  return Array.from({ length: 10 * COMPILED.length }, (_, number): ReplayEvent[] => {
    const path = `/builds/runner-${runner}/module-${Math.floor(number / COMPILED.length)}/${COMPILED[number % COMPILED.length]}`;
    const at = start + 5 + number * 0.5;
    return [
      { ...common, at: start + number * 0.02, operation: "fs_delete", path },
      { ...common, at, operation: "fs_create_file", path },
      { ...common, at: at + 0.1, operation: "fs_write_data", path },
      { ...common, at: at + 0.2, operation: "fs_write_metadata", path },
    ];
  }).flat();
}

/** A program keeps a file in a person's profile for up to 16 minutes. */
function cachedFile(day: Choices, index: number): ReplayEvent[] {
  const person = day.person();
  const common = { ...who(person), path: `${person.home}/AppData/Cache/f_${index}` };
  const at = day.workingTime();
  return [
    { ...common, at, operation: "fs_create_file" },
    { ...common, at: at + 0.1, operation: "fs_write_data" },
    { ...common, at: at + 0.2, operation: "fs_write_metadata" },
    { ...common, at: at + 30 + day.below(900), operation: "fs_delete" },
  ];
}

/** A web server writes to its logs every ten minutes, and compresses them at midnight. */
function webLogs(): ReplayEvent[] {
  const logs = ["access.log", "error.log", "audit.json"].map((name) => `/weblogs/${name}`);
  const writes = logs.flatMap((path) =>
    repeat(144, (index) => ({ ...WEB_SERVER, at: 300 + index * 600, operation: "fs_write_data", path })),
  );
  const rotations = logs.flatMap((path): ReplayEvent[] => [
    { ...WEB_SERVER, at: 10, operation: "fs_rename", path, target: `${path}.1` },
    { ...WEB_SERVER, at: 11, operation: "fs_create_file", path },
    { ...WEB_SERVER, at: 12, operation: "fs_create_file", path: `${path}.1.gz` },
    { ...WEB_SERVER, at: 13, operation: "fs_write_data", path: `${path}.1.gz` },
    { ...WEB_SERVER, at: 14, operation: "fs_delete", path: `${path}.1` },
  ]);
  return [...writes, ...rotations];
}

/** What programs do at night and all day long. */
function programs(day: Choices): ReplayEvent[] {
  const anyFile = () => `${day.person().folder}/${day.oneOf(EXTENSIONS)}-${day.below(5000)}.${day.oneOf(EXTENSIONS)}`;
  const backupTime = (share: number) => (1 + 2 * share) * HOUR;
  return [
    ...webLogs(),
    ...repeat(3000, (index) => ({
      ...BACKUP,
      at: backupTime(index / 3000),
      operation: "fs_read_metadata",
      path: anyFile(),
    })),
    ...repeat(900, (index) => ({ ...BACKUP, at: backupTime(index / 900), operation: "fs_read_data", path: anyFile() })),
    ...repeat(1500, () => ({ ...INDEXER, at: day.anyTime(), operation: "fs_read_metadata", path: anyFile() })),
    ...repeat(500, () => ({ ...INDEXER, at: day.anyTime(), operation: "fs_read_data", path: anyFile() })),
    ...repeat(250, (index) => ({
      ...CLEANER,
      at: 3.5 * HOUR + index / 2,
      operation: "fs_delete",
      path: `/scratch/job-${index % 25}/part-${index}.dat`,
    })),
    ...repeat(288, (index) => ({ ...MONITORING, at: 30 + index * 300, operation: "rest_login" })),
    // Core takes a snapshot and removes an expired one every hour.
    ...repeat(24, (hour) => ({
      ...SYSTEM,
      at: hour * HOUR,
      operation: "snapshot_create_snapshot",
      path: `${hour}_hourly`,
    })),
    ...repeat(24, (hour) => ({
      ...SYSTEM,
      at: hour * HOUR + 5,
      operation: "snapshot_delete_snapshot",
      path: `${hour}_hourly_old`,
    })),
  ];
}

/** Returns one event of a person at work. */
function work(day: Choices, operation: string): ReplayEvent {
  const person = day.person();
  const folder = `${person.folder}/part-${day.below(9)}`;
  const common = { ...who(person), at: day.workingTime(), operation };
  if (operation === "fs_list_directory") return { ...common, path: `${folder}/` };
  if (operation === "fs_open") {
    const status = day.below(5) === 0 ? "fs_access_denied_error" : "fs_no_such_entry_error";
    return { ...common, status, path: `${folder}/desktop-${day.below(90)}.ini` };
  }
  const extension = day.oneOf(EXTENSIONS);
  return { ...common, path: `${folder}/${operation.slice(3)}-${day.below(90_000)}.${extension}` };
}

/** People sign in. One time in ten they mistype the password first. */
function signIn(day: Choices): ReplayEvent[] {
  const person = day.person();
  const common = { ...who(person), at: day.workingTime(), operation: "smb_login" };
  const mistyped = { ...common, at: common.at - 5, status: "cred_error" };
  return day.below(10) === 0 ? [mistyped, common] : [common];
}

/**
 * Returns 50,000 events of a normal day on a cluster: 120 people, a web server, two build servers, and a backup, an indexer,
 * a clean-up job and monitoring. The operations have the published shares. No detection may raise an alert for these events.
 * `at` is the number of seconds since midnight. The same seed returns the same events.
 */
export function normalDay(seed = 1): ReplayEvent[] {
  const day = choices(seed);
  const times = (count: number, activity: (day: Choices, index: number) => ReplayEvent[]): ReplayEvent[] =>
    Array.from({ length: count }, (_, index) => activity(day, index)).flat();
  const events = [
    ...programs(day),
    ...times(450, wordSave),
    ...times(150, excelSave),
    ...times(70, build),
    ...times(1900, cachedFile),
    ...times(200, signIn),
  ].map((event) => ({ ...event, at: event.at % (24 * HOUR) }));
  const counts = new Map<string, number>();
  for (const { operation = "" } of events) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  for (const [operation, count] of Object.entries(PUBLISHED_MIX))
    events.push(...repeat(count - (counts.get(operation) ?? 0), () => work(day, operation)));
  events.push(
    ...repeat(EVENTS - events.length, (index) => work(day, index % 2 === 0 ? "fs_list_directory" : "fs_open")),
  );
  return events.sort((a, b) => a.at - b.at);
}
