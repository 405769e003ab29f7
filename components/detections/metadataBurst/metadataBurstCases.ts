import { type ReplayCase, spread } from "../replayCase";

const rule = "metadataBurst-medium";
const OLD = { owner: { sid: "S-1-5-21-1" }, mtime: "2026-11-01T00:00:00.000000001Z" };
const changes = (count: number, after: Readonly<Record<string, unknown>>) =>
  spread(count, 290, (index) => ({
    operation: "fs_write_metadata",
    path: `/p/d${index % 7}/f${index}.docx`,
    details: { before: OLD, after: { ...OLD, ...after } },
  }));
const owner = { owner: { sid: "S-1-5-21-2" } };

/** The cases of a detection that exists only where clusters send JSON. */
export const metadataBurstCases: readonly ReplayCase[] = [
  { name: "500 files that get another owner", rule, alerts: [["nas", "ad\\eve", 500]], events: changes(500, owner) },
  { name: "499 files that get another owner", rule, alerts: [], events: changes(499, owner) },
  {
    name: "files of which only the times change",
    rule,
    alerts: [],
    events: changes(600, { mtime: "2026-11-02T00:00:00.000000001Z" }),
  },
  {
    name: "events in CSV, which do not contain what was changed",
    rule,
    alerts: [],
    events: changes(600, owner).map(({ details: _, ...event }) => event),
  },
];
