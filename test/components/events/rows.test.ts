import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFlows } from "../../../components/collection/dataFlows";
import type { EventsTable } from "../../../components/events/functions";
import { KEEP_EVERYTHING } from "../../../components/filter/noiseFilter";
import { type KqlFile, kql, readKqlFile, renderQuery } from "../../../components/kqlFile";
import { syslogContract } from "../../../components/syslogContract";
import { Database } from "../../../simulator/kql/run/database";
import { rowsByName, tableFrom } from "../../../simulator/kql/run/namedRows";
import type { Table } from "../../../simulator/kql/run/table";
import { random } from "../../../simulator/random";
import { syslogColumns } from "../../../simulator/workspace/syslog";
import {
  columnText,
  ingest,
  programFunctions,
  TABLES,
  workspaceDatabase,
} from "../../../simulator/workspace/workspace";
import { anyText, csvLine, jsonLine, type MadeEvent, pick } from "../../events";

const EVENTS = join(__dirname, "../../../components/events");
const PARTS = { syslog: "rows.syslog.kql", parsed: "rows.parsed.kql" };
const NOW = new Date("2026-11-23T12:00:00Z");
const next = random(20_261_127);

/** Ways in which JSON writers write the same text. The last one leaves single backslashes, as in some published lines. */
const ENCODINGS: readonly [(line: string) => string, ...((line: string) => string)[]] = [
  (line) => line,
  (line) => line.replace(/[^ -~]/gu, (letter) => JSON.stringify(letter).slice(1, -1)).replace(/[^ -~]/g, escaped),
  (line) => line.replaceAll("/", "\\/"),
  (line) => line.replace(/[<>&'+`]/g, escaped),
  (line) => line.replaceAll("\\\\", "\\"),
];
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

const user = () => anyText(1 + Math.floor(next() * 8), next);
const path = () =>
  `/${Array.from({ length: 1 + Math.floor(next() * 4) }, () => anyText(1 + Math.floor(next() * 9), next)).join("/")}`;

const events: MadeEvent[] = Array.from({ length: 400 }, (_, index) => ({
  client: pick(["10.1.2.3", "::ffff:10.0.0.9", "::FFFF:10.0.0.27", "fe80::1%eth0", "2001:db8::ffff:17", ""], next),
  user: pick([`AD\\${user()}`, `${user()}@corp.example`, user(), "0", "1001", "", "S-1-5-21-1-2-3-500"], next),
  protocol: pick(["smb2", "nfsv4.1", "nfs3", "s3", "api", "internal"], next),
  operation: pick(["fs_write_data", "fs_rename", "fs_create_file", "begin_audit_modify_syslog_config", "login"], next),
  status: pick(["ok", "fs_access_denied_error", "http_unauthorized_error", "cred_error"], next),
  fileId: String(index),
  path: pick([path(), `${path()}/`, "/finance/login/ok,api", "", "share,api"], next),
  target: next() < 0.3 ? path() : "",
}));

/** Returns the lines as the forwarder sends them: some are encoded, and some come from unverified senders. */
const streamOf = (lines: readonly string[], isForeign: (index: number) => boolean): Table =>
  tableFrom(
    syslogColumns,
    lines.map((line, index) => {
      const isEncoded = isForeign(index) || line.includes(";");
      const encoded = isEncoded ? line.replaceAll("%", "%25").replaceAll(";", "%3B") : line;
      const { event, escaped: escapedName, unverified } = syslogContract.appName;
      return {
        TenantId: String(index),
        TimeGenerated: "2026-11-23T08:00:00Z",
        EventTime: "2026-11-23T08:00:00Z",
        Facility: syslogContract.facility.name,
        HostName: "nas-1",
        ProcessName: isForeign(index) ? unverified : isEncoded ? escapedName : event,
        SyslogMessage: isForeign(index) ? `${syslogContract.peerMark}10.66.6.6 ${encoded}` : encoded,
      };
    }),
  );
const lines = events.map((event, index) =>
  index % 2 === 0 ? csvLine(event) : pick(ENCODINGS, next)(jsonLine(event, next)),
);

type Filters = Readonly<Record<string, readonly string[]>>;
const member = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? "";
const inAnyCase = (text: string): string => (next() < 0.5 ? text : text.replace(/[a-z]/g, (one) => one.toUpperCase()));

/** Returns a random beginning of a path that ends at a folder, or the whole path. */
function folderOf(text: string): string {
  const ends = [...text.matchAll(/\//g)].map(({ index }) => index).filter((index) => index > 0);
  const end = next() < 0.3 || ends.length === 0 ? text.length : (ends[Math.floor(next() * ends.length)] ?? 0);
  return `${text.slice(0, end)}${next() < 0.2 ? "/" : ""}`;
}

/** Returns random filters, most of which select some of the parsed events. */
function anyFilter(parsed: readonly Readonly<Record<string, unknown>>[]): Filters {
  const event = () => parsed[Math.floor(next() * parsed.length)] ?? {};
  const values: Readonly<Record<string, () => string>> = {
    users: () => inAnyCase(String(event()[member(["UserID", "UserName", "UserSid", "UserAuthId"])])),
    clients: () => String(event()[member(["ClientIP", "SrcIpAddr"])]),
    pathPrefixes: () => inAnyCase(folderOf(String(event()[member(["FilePath", "FilePath", "TargetPath"])]))),
    operations: () => member(["fs_write_data", "fs_create", "rename", "audit_modify", "login", "begin"]),
    statuses: () => member(["ok", "denied", "cred_error", "http_unauthorized_error"]),
    protocols: () => member(["smb2", "nfsv4", "nfsv4.1", "api", "s3"]),
  };
  const names = Object.keys(values).filter(() => next() < 0.2);
  return Object.fromEntries(
    (names.length > 0 ? names : [member(["users", "clients", "pathPrefixes"])]).map((name) => [
      name,
      Array.from({ length: 1 + Math.floor(next() * 2) }, () => values[name]?.() ?? "").filter((value) => value !== ""),
    ]),
  );
}

const given = ({ parameters }: KqlFile, filters: Filters) =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, values]) => (parameters.has(name) ? [[name, kql(values)]] : [])),
  );

/** Stores lines in a table, and parses them. */
function stored(table: EventsTable, stream: Table) {
  const wanted = readKqlFile(EVENTS, "QumuloEvents.kql");
  const source = readKqlFile(EVENTS, PARTS[table]);
  const tables = ingest(dataFlows(table, KEEP_EVERYTHING), stream);
  const parsed = workspaceDatabase(programFunctions(table), tables).run("QumuloEventsCurrent", NOW);
  const schema = Object.entries(TABLES).map(([name, columns]) => [name, columnText(columns)]);
  // Without the parser, whose analysis takes long, a query takes milliseconds.
  const database = new Database({ tables: { ...Object.fromEntries(schema), Parsed: columnText(parsed.columns) } });
  for (const [name, rows] of Object.entries({ ...tables, Parsed: parsed })) database.set(name, rows);
  const ids = (query: string): string[] =>
    database.run(`${query}\n| project TenantId`, NOW).rows.map(([id]) => String(id));
  return {
    events: rowsByName(parsed),
    /** Returns the numbers of the parsed events that the filters select. */
    selected(filters: Filters): string[] {
      const body = wanted.body.replace(/^rows\n\| invoke QumuloParse\(\)/, "Parsed");
      return ids(renderQuery({ ...wanted, body }, { ...given(wanted, filters), rows: "Parsed" }));
    },
    /** Returns the numbers of the rows that reach the parser. */
    reached(filters: Filters): string[] {
      const own = [...source.parameters].filter(([name]) => !wanted.parameters.has(name));
      const file = { body: source.body, parameters: new Map([...wanted.parameters, ...own]) };
      return ids(renderQuery(file, given(file, filters)));
    },
  };
}

describe.each(["syslog", "parsed"] as const)("with events.table %s,", (table) => {
  it("every event that random filters select reaches the parser, whatever the event's names and encoding", () => {
    const all = stored(
      table,
      streamOf(lines, (index) => index % 7 === 0),
    );
    let [selected, reached] = [0, 0];
    for (let run = 0; run < 40; run += 1) {
      const filters = anyFilter(all.events);
      const [found, rows] = [all.selected(filters), new Set(all.reached(filters))];
      selected += found.length;
      reached += rows.size;
      const dropped = all.events.filter(
        ({ TenantId }) => found.includes(String(TenantId)) && !rows.has(String(TenantId)),
      );
      expect({ filters, dropped: dropped.slice(0, 2) }).toEqual({ filters, dropped: [] });
    }
    expect(selected).toBeGreaterThan(1_000);
    expect(reached).toBeLessThan((40 * events.length) / 2);
  });

  const few = stored(
    table,
    streamOf(
      [
        '10.1.2.3,"AD\\alice",smb3,fs_delete,ok,1,"/projects/new/Plan.docx",""',
        '::ffff:10.1.2.3,"AD\\bob",smb3,fs_create_file,fs_access_denied_error,2,"/projects-new/a",""',
        '10.9.0.1,"admin",api,smb_modify_share,ok,,"projects",""',
        '{"user_ip":"10.1.2.4","user_id":{"sid":"S-1-5-21-7","auth_id":"1001","name":"alice"},"protocol":"nfs4","operation":"fs_rename","status":"ok","details":{"path":"/login/b","target":"/projects/c","file_id":"4"}}',
        '10.1.2.3,"al""ice",smb3,fs_delete,ok,5,"/quo""ted/old/x;y",""',
      ],
      () => false,
    ),
  );

  it.each<[Filters, string]>([
    [{ operations: ["fs_delete"] }, "04"],
    [{ operations: ["FS_create", "modify_share"] }, "12"],
    [{ operations: ["fs_del"] }, ""],
    [{ operations: ["login"] }, ""],
    [{ statuses: ["denied"] }, "1"],
    [{ protocols: ["api", "nfs4"] }, "23"],
    [{ users: ["Alice"] }, "03"],
    [{ users: ["AD\\alice"] }, "0"],
    [{ users: ["s-1-5-21-7", "admin"] }, "23"],
    [{ users: ['al"ice'] }, "4"],
    [{ clients: ["10.1.2.3"] }, "014"],
    [{ clients: ["::ffff:10.1.2.3"] }, "1"],
    [{ pathPrefixes: ["/projects"] }, "03"],
    [{ pathPrefixes: ["/PROJECTS/new/"] }, "0"],
    [{ pathPrefixes: ["/projects/new/plan.docx"] }, "0"],
    [{ pathPrefixes: ["projects"] }, "2"],
    [{ pathPrefixes: ['/quo"ted/old'] }, "4"],
    [{ pathPrefixes: ['/quo"ted/old/x;y'] }, "4"],
    [{ pathPrefixes: ["/"] }, "0134"],
    [{ users: ["alice"], operations: ["fs_rename"] }, "3"],
    [{}, "01234"],
  ])("the filters %j select the events %s", (filters, expected) => {
    expect(few.selected(filters).join("")).toBe(expected);
    expect(few.reached(filters)).toEqual(expect.arrayContaining([...expected]));
  });

  it.each<[Filters, string]>([
    [{ operations: ["login"] }, ""],
    [{ statuses: ["denied"] }, "1"],
    [{ protocols: ["api"] }, "2"],
    [{ pathPrefixes: ["/projects"] }, "03"],
  ])("only the selected events reach the parser with the filters %j", (filters, expected) => {
    const text = table === "parsed" ? "4" : "";
    expect(few.reached(filters).join("").replace(text, "")).toBe(expected);
  });
});
