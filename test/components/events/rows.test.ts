import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { dataFlows } from "../../../components/collection/dataFlows";
import { KEEP_EVERYTHING } from "../../../components/filter/noiseFilter";
import { kql, readKqlFile, renderQuery } from "../../../components/kqlFile";
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

const events: MadeEvent[] = Array.from({ length: 500 }, (_, index) => ({
  client: pick(["10.1.2.3", "::ffff:10.0.0.9", "::FFFF:10.0.0.27", "fe80::1%eth0", "2001:db8::ffff:17", ""], next),
  user: pick([`AD\\${user()}`, `${user()}@corp.example`, user(), "0", "1001", "", "S-1-5-21-1-2-3-500"], next),
  protocol: pick(["smb2", "nfsv4.1", "nfs3", "s3", "api", "internal"], next),
  operation: pick(["fs_write_data", "fs_rename", "fs_create_file", "begin_audit_modify_syslog_config", "login"], next),
  status: pick(["ok", "fs_access_denied_error", "http_unauthorized_error", "cred_error"], next),
  fileId: String(index),
  path: pick([path(), `${path()}/`, "/finance/login/ok,api", "", "share,api"], next),
  target: next() < 0.3 ? path() : "",
}));

/** The stored lines, as the forwarder sends them: some are encoded, and some are from unverified senders. */
const stream = tableFrom(
  syslogColumns,
  events.map((event, index) => {
    const line = index % 2 === 0 ? csvLine(event) : pick(ENCODINGS, next)(jsonLine(event, next));
    const isForeign = index % 7 === 0;
    const isEncoded = isForeign || line.includes(";");
    const encoded = isEncoded ? line.replaceAll("%", "%25").replaceAll(";", "%3B") : line;
    const { event: plain, escaped: escapedName, unverified } = syslogContract.appName;
    return {
      TenantId: String(index),
      TimeGenerated: "2026-11-23T08:00:00Z",
      EventTime: "2026-11-23T08:00:00Z",
      Facility: syslogContract.facility.name,
      HostName: "nas-1",
      ProcessName: isForeign ? unverified : isEncoded ? escapedName : plain,
      SyslogMessage: isForeign ? `${syslogContract.peerMark}10.66.6.6 ${encoded}` : encoded,
    };
  }),
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

/** Returns values that select some of the parsed events. */
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

const given = (file: { readonly parameters: ReadonlyMap<string, string> }, filters: Filters) =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, values]) => (file.parameters.has(name) ? [[name, kql(values)]] : [])),
  );

describe.each(["syslog", "parsed"] as const)("with events.table %s, the rows that reach the parser", (table) => {
  const wanted = readKqlFile(EVENTS, "QumuloEvents.kql");
  const source = readKqlFile(EVENTS, PARTS[table]);
  let all: Table;
  let known: Record<string, unknown>[];
  let database: Database;

  /** Returns the numbers of the parsed events that a filter selects. */
  const exact = (filters: Filters): string[] => {
    const body = wanted.body.replace(/^rows\n\| invoke QumuloParse\(\)/, "Parsed");
    return ids(renderQuery({ ...wanted, body }, { ...given(wanted, filters), rows: "Parsed" }));
  };
  /** Returns the numbers of the rows that a filter does not drop before they are parsed. */
  const kept = (filters: Filters): string[] => {
    const isInFolder = [...wanted.parameters].filter(([name]) => /^(folders|isIn|isInFolder)$/.test(name));
    const parameters = new Map([...source.parameters].filter(([name]) => name !== "isInFolder"));
    const entries = [...parameters];
    const file = {
      body: source.body,
      parameters: table === "syslog" ? parameters : new Map([...entries, ...isInFolder]),
    };
    return ids(renderQuery(file, given(file, filters)));
  };
  const ids = (query: string): string[] =>
    database.run(`${query}\n| project TenantId`, NOW).rows.map(([id]) => String(id));

  beforeAll(() => {
    const tables = ingest(dataFlows(table, KEEP_EVERYTHING), stream);
    all = workspaceDatabase(programFunctions(table), tables).run("QumuloEventsCurrent", NOW);
    known = rowsByName(all);
    const stored = Object.fromEntries(Object.entries(TABLES).map(([name, columns]) => [name, columnText(columns)]));
    database = new Database({ tables: { ...stored, Parsed: columnText(all.columns) } });
    database.set("Parsed", all);
    for (const [name, rows] of Object.entries(tables)) database.set(name, rows);
  });

  it("include every event that a filter selects, whatever the event's names and encoding", () => {
    let selected = 0;
    let reached = 0;
    for (let run = 0; run < 60; run += 1) {
      const filters = anyFilter(known);
      const [found, rows] = [exact(filters), new Set(kept(filters))];
      selected += found.length;
      reached += rows.size;
      const dropped = found.filter((id) => !rows.has(id)).map((id) => known[Number(id)]);
      expect({ filters, dropped: dropped.slice(0, 2) }).toEqual({ filters, dropped: [] });
    }
    expect(selected).toBeGreaterThan(1_000);
    expect(reached).toBeLessThan(30 * events.length);
  });
});
