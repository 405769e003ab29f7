import { describe, expect, it } from "vitest";
import { dataFlows } from "../../components/collection/dataFlows";
import { isKept } from "../../components/filter/isKept";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../components/filter/noiseFilter";
import { program } from "../../infra/program";
import { bodyOf } from "../../simulator/delivery";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { type Forwarded, forwardMessages } from "../../simulator/forwardMessages";
import { tableFrom } from "../../simulator/kql/run/namedRows";
import { type Message, toMessage } from "../../simulator/qumulo/messages";
import { random } from "../../simulator/random";
import { type SyslogRow, syslogColumns } from "../../simulator/workspace/syslog";
import { ingest } from "../../simulator/workspace/workspace";
import { csvLine, jsonLine } from "../events";
import { stackConfig } from "../exampleStacks";
import { settled } from "../settled";
import { hostileLines } from "./hostileLines";
import { Lab } from "./lab/lab";

const filters: Readonly<Record<string, NoiseFilter>> = {
  noNoise: { ...KEEP_EVERYTHING, keep: "noNoise" },
  changesOnly: { ...KEEP_EVERYTHING, keep: "changesOnly" },
  "rules of every kind": {
    keep: "changesOnly",
    include: [
      { pathPrefixes: ["/finance/", "/it's $HOME/", "/ärzte.[x]^/"] },
      { users: ["AD\\auditor"], protocols: ["smb2"] },
    ],
    exclude: [
      { users: ["ad\\SVC-backup", "AD\\jürgen"], clientCidrs: ["10.1.2.0/23", "10.9.9.9/32", "172.16.0.0/12"] },
      { operations: ["fs_write_metadata", "fs_create_file"], pathPrefixes: ["/scratch/"] },
      { protocols: ["nfsv3"], clientCidrs: ["10.7.1.64/26"] },
    ],
  },
  "paths alone": { ...KEEP_EVERYTHING, exclude: [{ pathPrefixes: ["/scratch/", "/proj/"] }] },
  "clients and users": {
    keep: "noNoise",
    include: [{ clientCidrs: ["10.1.2.0/24"], operations: ["fs_open"] }],
    exclude: [
      { clientCidrs: ["10.0.0.0/8"], operations: ["fs_read_data", "fs_rename"] },
      { users: ["AD\\svc-backup", "AD\\jürgen"] },
    ],
  },
  "rules beside a preset": { keep: "noNoise", include: [], exclude: [{ clientCidrs: ["10.1.2.0/29"] }] },
};

/** Sends messages through a real rsyslogd with the files that are deployed for this filter. */
async function send(filter: NoiseFilter, messages: readonly Message[]): Promise<Forwarded> {
  const config = stackConfig({
    "azure-native:subscriptionId": "11111111-2222-3333-4444-555555555555",
    clusters: [{ name: "nas", nodeCidrs: ["10.1.2.0/24"] }],
    forwarder: { count: 0 },
    arc: { endpointAddress: "192.168.10.20" },
    events: filter,
  });
  const graph = await recordProgram(program, config);
  const { delivery, rows } = await forwardMessages(graph, messages, new AbortController().signal, () => undefined);
  return { delivery, rows: rows.filter(({ ProcessName }) => ProcessName !== "qumulo-forwarder") };
}
const messages = hostileLines(6_000, random(5_000)).map((line) => toMessage(Buffer.from(line), "nas-1", new Date()));
// The bodies of the messages, which rsyslogd passes on unchanged.
const lines = messages.map(({ body }) => body ?? "");

describe.each(Object.entries(filters))("a filter of %s", (_, filter) => {
  const kept = lines.filter((line) => isKept(filter, line));
  let rows: readonly SyslogRow[] = [];

  it("makes rsyslogd keep exactly the events that its definition (isKept) keeps", async () => {
    const expected = messages.map((message) => ({
      ...message,
      body: isKept(filter, message.body ?? "") ? message.body : undefined,
    }));
    const { delivery, rows: all } = await send(filter, expected);
    rows = all;
    const [came, wanted] = [new Set(rows.map(bodyOf)), new Set(kept)];
    expect({
      wronglyDropped: kept.filter((line) => !came.has(line)),
      wronglyKept: [...came].filter((line) => !wanted.has(line)),
    }).toEqual({ wronglyDropped: [], wronglyKept: [] });
    expect([delivery.lost, delivery.duplicated]).toEqual([0, 0]);
    expect(rows).toHaveLength(kept.length);
    // In each format, more than 100 events are dropped and more than 100 are kept.
    for (const isJson of [true, false]) {
      const ofForm = lines.filter((line) => line.startsWith("{") === isJson);
      const dropped = ofForm.filter((line) => !isKept(filter, line)).length;
      expect(Math.min(dropped, ofForm.length - dropped)).toBeGreaterThan(100);
    }
  });

  it("makes the collection rule's transformation keep the same events, and also all lines that are stored as text", async () => {
    const template = rows[0];
    if (template === undefined) throw new Error("rsyslogd has passed nothing on");
    const sent = lines.map((line): SyslogRow => ({ ...template, ProcessName: "qumulo", SyslogMessage: line }));
    const stream = tableFrom(
      syslogColumns,
      sent.map((row, index) => ({ ...row, TenantId: String(index) })),
    );
    const stored = (of: NoiseFilter) =>
      ingest(dataFlows("parsed", of), stream).QumuloAudit_CL ?? { columns: [], rows: [] };
    const everything = stored(KEEP_EVERYTHING);
    const at = (name: string) => everything.columns.findIndex((column) => column.name === name);
    const [tenant, raw] = [at("TenantId"), at("RawMessage")];
    const passed = new Set(stored(filter).rows.map((row) => row[tenant]));
    const differ = everything.rows.filter((row) => {
      const line = lines[Number(row[tenant])] ?? "";
      return passed.has(row[tenant] ?? null) !== (isKept(filter, line) || row[raw] !== "");
    });
    expect(differ).toEqual([]);
  });
});

describe("a user whose name ends with a NUL", () => {
  // Such lines are not among the hostile lines above, because rsyslogd's spool truncates lines at a NUL.
  it("is a different user than the one without the NUL, in the filter's definition and in rsyslogd", async () => {
    const user = "AD\\svc-backup\0";
    const event = {
      client: "10.1.2.3",
      protocol: "smb2",
      operation: "fs_delete",
      status: "ok",
      path: "/a",
      target: "",
    };
    const sent = [
      csvLine({ ...event, user, fileId: "1" }),
      jsonLine({ ...event, user, fileId: "2" }, random(1)),
      csvLine({ ...event, user: user.slice(0, -1), fileId: "3" }),
    ].map((line, index) => {
      const message = toMessage(Buffer.from(line), "nas-1", new Date());
      return index < 2 ? message : { ...message, body: undefined };
    });
    const filter: NoiseFilter = { ...KEEP_EVERYTHING, exclude: [{ users: [user.slice(0, -1)] }] };
    const { rows } = await send(filter, sent);
    expect(rows.map(bodyOf)).toEqual(sent.slice(0, 2).map(({ body }) => body));
  });
});

/**
 * Returns rsyslogd's processor time with the preset changesOnly, as a multiple of the time without a filter. The filter keeps all
 * events, which is the most expensive case.
 */
async function cost(format: "csv" | "json"): Promise<number> {
  const labs = await Promise.all([
    Lab.open("ours"),
    Lab.open("ours", { keep: { ...KEEP_EVERYTHING, keep: "changesOnly" } }),
  ]);
  try {
    for (const lab of labs) lab.start();
    const [none = 0, changesOnly = 0] = await Promise.all(
      labs.map(async (lab) => {
        await lab.listening();
        await lab.agent("take");
        await lab.load(0, 180_000, 15_000, "peer", ...(format === "json" ? [format] : []));
        return lab.usage().cpuSeconds;
      }),
    );
    console.log(`CPU for 180,000 events of ${format}: ${none} s without a filter, ${changesOnly} s with changesOnly`);
    return changesOnly / none;
  } finally {
    for (const lab of labs) await lab.close();
  }
}

describe("the processor time of rsyslogd with a filter", () => {
  it.each([
    ["csv", 1.3],
    ["json", 1.3],
  ] as const)("for %s events is at most this multiple of the time without a filter: %d", async (format, most) => {
    expect(await settled(() => cost(format), most)).toBeLessThanOrEqual(most);
  });
});
