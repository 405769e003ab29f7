import { type ReplayCase, spread } from "../replayCase";

const rule = "snapshotRead-medium";
const reads = (count: number, folder: string) =>
  spread(count, 800, (index) => ({ path: `${folder}/d${index % 7}/f${index}.docx` }));

export const snapshotReadCases: readonly ReplayCase[] = [
  { name: "200 files in snapshots", rule, alerts: [["nas", "ad\\eve", 200]], events: reads(200, "/.snapshot/1_daily") },
  { name: "199 files in snapshots", rule, alerts: [], events: reads(199, "/.snapshot/1_daily") },
  {
    name: "200 files over NFS in an ordinary folder that is named like the snapshots' folder in another case",
    rule,
    alerts: [],
    events: reads(200, "/.SNAPSHOT/1_daily").map((event) => ({ ...event, protocol: "nfs3" })),
  },
  { name: "200 files outside snapshots", rule, alerts: [], events: reads(200, "/projects/.snapshot-notes") },
];
