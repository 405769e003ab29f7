import { describe, expect, it } from "vitest";
import { dataFlows } from "../../components/collection/dataFlows";
import { isKept, KEEP_EVERYTHING, type NoiseFilter } from "../../components/events/noiseFilter";
import { operations } from "../../components/events/operations";
import { program } from "../../infra/program";
import { tableFrom } from "../../kql/run/run";
import { bodyOf } from "../../rehearsal/account";
import { recordProgram } from "../../rehearsal/engine/recordProgram";
import { toMessage } from "../../rehearsal/qumulo/messages";
import { rehearse } from "../../rehearsal/rehearse";
import { type SyslogRow, syslogColumns } from "../../rehearsal/tables/syslog";
import { ingest } from "../../rehearsal/tables/workspace";
import { anyText, csvLine, jsonLine, type MadeEvent, pick, random } from "../events";
import { stackConfig } from "../exampleStacks";
import { settled } from "../settled";
import { Lab } from "./lab/lab";

const filters: Readonly<Record<string, NoiseFilter>> = {
  noNoise: { ...KEEP_EVERYTHING, keep: "noNoise" },
  changesOnly: { ...KEEP_EVERYTHING, keep: "changesOnly" },
  "rules of every kind": {
    keep: "changesOnly",
    include: [{ pathPrefixes: ["/finance/", "/it's $HOME/"] }, { users: ["AD\\auditor"], protocols: ["smb2"] }],
    exclude: [
      { users: ["ad\\SVC-backup", "AD\\jürgen"], clientCidrs: ["10.1.2.0/23", "10.9.9.9/32", "172.16.0.0/12"] },
      { operations: ["fs_write_metadata", "fs_create_file"], pathPrefixes: ["/scratch/"] },
      { protocols: ["nfsv3"], clientCidrs: ["10.7.1.64/26"] },
    ],
  },
};

const next = random(5_000);
const names = operations().map(({ name }) => name);
const [first = "", ...others] = names;
// Lines that try to pass for what the filter drops, or to hide in what it does.
const FORGED = [
  ",fs_read_metadata,",
  "x,smb2,fs_open,ok,1,y",
  '"",smb2,fs_open,ok,1,""',
  '","x",smb2,fs_open,ok,1,"',
  '"operation": "fs_open"',
  "fs_read_data",
];
const made = (): MadeEvent => ({
  client: pick(
    ["10.1.2.3", "10.1.3.200", "10.9.9.9", "10.7.1.70", "10.7.1.200", "172.20.1.1", "::ffff:10.1.2.3"],
    next,
  ),
  user: pick(
    [
      "AD\\alice",
      "AD\\auditor",
      "ad\\Auditor",
      "AD\\svc-backup",
      "AD\\jürgen",
      "AD\\JÜRGEN",
      'O"Neill',
      FORGED[Math.floor(next() * FORGED.length)] ?? "",
    ],
    next,
  ),
  protocol: pick(["smb2", "nfsv3", "s3"], next),
  operation:
    next() < 0.7
      ? pick(
          [
            "fs_read_metadata",
            "fs_open",
            "fs_read_data",
            "fs_write_metadata",
            "fs_create_file",
            "fs_delete",
            "fs_future",
          ],
          next,
        )
      : pick([first, ...others], next),
  status: pick(["ok", "ok", "ok", "fs_access_denied_error", "cred_error", "fs_no_such_entry_error"], next),
  fileId: String(Math.floor(next() * 1e9)),
  path: `${pick(["/finance/", "/scratch/", "/it's $HOME/", "/proj/", "/"], next)}${next() < 0.3 ? (FORGED[Math.floor(next() * FORGED.length)] ?? "") : anyText(20, next)}`,
  target: next() < 0.2 ? "/moved" : "",
});
const broken = [
  '10.0.0.1,"u",smb2',
  "{not json",
  '{"operation":"fs_open"}',
  "",
  'x"y"z',
  ' {"operation":"fs_open","status":"ok"}',
];
const lines = Array.from({ length: 5_000 }, (_, index) => {
  // A body that no other has, so that each is counted.
  if (index % 100 === 0) return `${broken[(index / 100) % broken.length]} #${index}`;
  const event = { ...made(), fileId: String(index) };
  return index % 3 === 0 ? jsonLine(event, next) : csvLine(event);
});

describe.each(Object.entries(filters))("a filter of %s", (_, filter) => {
  const kept = lines.filter((line) => isKept(filter, line));
  let rows: SyslogRow[] = [];

  it("keeps in rsyslogd what its definition says, event for event", async () => {
    const config = stackConfig({
      "azure-native:subscriptionId": "11111111-2222-3333-4444-555555555555",
      clusters: [{ name: "nas", clientCidrs: ["10.1.2.0/24"] }],
      forwarder: { count: 0 },
      arc: { endpointAddress: "192.168.10.20" },
      events: filter,
    });
    const graph = await recordProgram(program, config);
    const messages = lines.map((line) => {
      const message = toMessage(Buffer.from(line), "nas-1", new Date());
      return isKept(filter, line) ? message : { ...message, body: undefined };
    });
    const { account, rows: all } = await rehearse(graph, messages, new AbortController().signal, () => undefined);
    rows = all.filter(({ ProcessName }) => ProcessName !== "qumulo-forwarder");
    expect([account.lost, account.duplicated]).toEqual([0, 0]);
    expect(new Set(rows.map(bodyOf))).toEqual(new Set(messages.flatMap(({ body }) => body ?? [])));
    expect(rows).toHaveLength(kept.length);
    // Something is dropped and something kept, of each form.
    expect(kept.length).toBeGreaterThan(500);
    expect(kept.length).toBeLessThan(lines.length - 500);
  });

  it("keeps in the rule's transformation the same, but for lines that are stored as text, which stay", async () => {
    const template = rows[0];
    if (template === undefined) throw new Error("rsyslogd has passed nothing on");
    const sent = lines.map((line): SyslogRow => ({ ...template, ProcessName: "qumulo", SyslogMessage: line }));
    const stream = tableFrom(
      syslogColumns,
      sent.map((row, index) => ({ ...row, TenantId: String(index) })),
    );
    const stored = (of: NoiseFilter) =>
      ingest(dataFlows({ ...of, table: "parsed" }), stream).QumuloAudit_CL ?? { columns: [], rows: [] };
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

/** Processor time with changesOnly beside that of no filter, side by side. Nothing is dropped: the dearest case. */
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

describe("the cost of a filter", () => {
  it.each([
    ["csv", 1.3],
    ["json", 1.3],
  ] as const)(
    "is at most so many times that of none, for each event of %s that is sent in: %d",
    async (format, most) => {
      expect(await settled(() => cost(format), most)).toBeLessThanOrEqual(most);
    },
  );
});
