import { beforeAll, describe, expect, it } from "vitest";
import { dataFlows } from "../../components/collection/dataFlows";
import { type EventsTable, FUNCTION_NAME } from "../../components/events/functions";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { bodyOf } from "../../simulator/delivery";
import { forwardMessages } from "../../simulator/forwardMessages";
import { rowsByName, tableFrom } from "../../simulator/kql/run/namedRows";
import { readSamples } from "../../simulator/qumulo/builtIn";
import { type Message, toMessage } from "../../simulator/qumulo/messages";
import { random } from "../../simulator/random";
import { type SyslogRow, syslogColumns } from "../../simulator/workspace/syslog";
import { ingest, programFunctions, workspaceDatabase } from "../../simulator/workspace/workspace";
import { parsedTime } from "../components/events/parsedTime";
import { anyText, csvLine, jsonLine, type MadeEvent, pick } from "../events";
import { graphOf } from "../exampleStacks";
import { sampleColumns } from "./sampleColumns";

const now = new Date();
type Row = Record<string, string | number | boolean | null>;

/**
 * Sends messages through a real rsyslogd with the deployed files. Returns the rows that the simulated agent has collected.
 */
async function send(messages: readonly Message[]): Promise<readonly SyslogRow[]> {
  const { rows } = await forwardMessages(await graphOf("dev"), messages, new AbortController().signal, () => undefined);
  return rows.filter(({ ProcessName }) => ProcessName !== "qumulo-forwarder");
}

/** Returns the result of QumuloEvents for rows that the collection rule stores in the given table. */
function seen(rows: readonly SyslogRow[], table: EventsTable): Row[] {
  const tables = ingest(dataFlows(table, KEEP_EVERYTHING), tableFrom(syslogColumns, rows));
  return rowsByName(workspaceDatabase(programFunctions(table), tables).run(FUNCTION_NAME, now));
}

/**
 * Columns that describe where a row is stored, and columns that the parsed table does not store because no query needs them.
 */
const OF_THE_TABLE = ["Type", "_BilledSize", "SyslogMessage", "SourceSystem", "HostIP"];
/**
 * Converts a row that QumuloEvents returned from Syslog to the row that it must return from the parsed table: only
 * TimeGenerated differs.
 */
const asParsed = (row: Row): Row => ({ ...row, TimeGenerated: String(parsedTime(row)) });
const withoutTable = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !OF_THE_TABLE.includes(name)));
const inOrder = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(withoutTable(row))).sort();

describe("every line in samples.txt, sent through a real rsyslogd,", () => {
  const samples = readSamples();
  let stored: readonly SyslogRow[];
  let [syslog, parsed]: [Row[], Row[]] = [[], []];
  // Each line comes from a node of its own, which identifies the line's row.
  const node = (index: number) => `sample-${index + 1}`;
  beforeAll(async () => {
    const sent = samples.map(({ text }, index) => toMessage(Buffer.from(text), node(index), now));
    // TenantId is the same in both tables, so the test uses it to identify the row.
    stored = (await send(sent)).map((row) => ({
      ...row,
      TenantId: String(sent.findIndex(({ host, body }) => row.HostName === host && bodyOf(row) === body)),
    }));
    syslog = seen(stored, "syslog");
    parsed = seen(stored, "parsed");
  });
  const rowsOf = (rows: readonly Row[], index: number) => rows.filter(({ TenantId }) => TenantId === String(index));

  it("has its expected columns in sampleColumns.ts, unless it is not a Qumulo event", () => {
    expect(samples.map(({ id }) => id).filter((id) => !(id in sampleColumns))).toEqual(["X001", "X002"]);
  });

  it.each(samples.map(({ id }, index) => ({ id, index })).filter(({ id }) => id in sampleColumns))(
    "gives the columns that its note in samples.txt describes: $id",
    ({ id, index }) => {
      expect(rowsOf(syslog, index)).toEqual([expect.objectContaining(sampleColumns[id] ?? {})]);
      expect(rowsOf(parsed, index)).toEqual([expect.objectContaining(sampleColumns[id] ?? {})]);
    },
  );

  it("gives the same row in both tables, and is never lost", () => {
    expect(inOrder(parsed)).toEqual(inOrder(syslog.map(asParsed)));
    expect(syslog).toHaveLength(samples.length - 2);
  });

  it("keeps its full text if it is not an event", () => {
    for (const row of [...syslog, ...parsed].filter(({ ParseStatus }) => ParseStatus === "unparsed"))
      expect(stored.map(({ SyslogMessage }) => SyslogMessage)).toContain(row.RawMessage);
  });
});

describe("10,000 random events, sent through a real rsyslogd,", () => {
  const next = random(20_261_125);
  const length = () => {
    const size = next();
    // One event in a hundred is longer than 8 KiB, but at most 32 KiB.
    if (size > 0.989) return 8_200 + Math.floor(next() * 13_500);
    return 20 + Math.floor(next() * 160);
  };
  const events: MadeEvent[] = Array.from({ length: 10_000 }, (_, index) => ({
    client: pick(["10.1.2.3", "::ffff:10.0.0.9", "fe80::1%eth0", "2001:db8::17"], next),
    user: pick(["AD\\alice", "1001", "", "AD\\Smith, John", 'O"Neill', anyText(12, next)], next),
    protocol: pick(["smb2", "nfsv3", "nfsv4.1", "s3"], next),
    operation: pick(["fs_write_data", "fs_rename", "fs_delete", "fs_future"], next),
    status: pick(["ok", "fs_access_denied_error"], next),
    fileId: `${index}${pick(["", "140624751830626345080086"], next)}`,
    path: `/${anyText(length(), next)}`,
    target: next() < 0.3 ? `/${anyText(20 + Math.floor(next() * 100), next)}` : "",
  }));
  // User names are generated without control characters: QumuloEvents reads `\t` in JSON as a single backslash and a t.
  const lines = events.map((event, index) =>
    index % 2 === 0 ? csvLine(event) : jsonLine({ ...event, user: event.user.replaceAll("\t", " ") }, next),
  );
  let rows: readonly SyslogRow[];
  beforeAll(async () => {
    rows = await send(lines.map((line, index) => toMessage(Buffer.from(line), `devnas-${(index % 3) + 1}`, now)));
  });

  it("are as long as real events", () => {
    const sizes = lines.map((line) => Buffer.byteLength(line)).sort((a, b) => a - b);
    expect(sizes[5_000]).toBeGreaterThan(200);
    expect(sizes[5_000]).toBeLessThan(350);
    expect(sizes.filter((size) => size > 8_192).length).toBeGreaterThan(90);
    expect(sizes.at(-1)).toBeGreaterThan(27_000);
  });

  it.each(["syslog", "parsed"] as const)("are returned unchanged by QumuloEvents from the table %s", (table) => {
    const found = new Map(seen(rows, table).map((row) => [row.FileId, row]));
    expect(found.size).toBe(events.length);
    const wrong = events.filter(({ client, user, protocol, operation, status, fileId, path, target }, index) => {
      const row = found.get(fileId);
      const name = index % 2 === 0 ? user : user.replaceAll("\t", " ");
      const expected = [client, name, protocol, operation, status, path, target];
      const { ClientIP, UserID, Protocol, Operation, OperationStatus, FilePath, TargetPath } = row ?? {};
      return [ClientIP, UserID, Protocol, Operation, OperationStatus, FilePath, TargetPath].some(
        (value, at) => value !== expected[at],
      );
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});
