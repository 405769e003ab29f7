import { type ReplayCase, spread } from "../replayCase";

const rule = "readThenDelete-medium";
const of = (count: number, operation: string, start: number) =>
  spread(count, 1000, (index) => ({ operation, path: `/p/d${index % 7}/f${index}.docx` }), start);

export const readThenDeleteCases: readonly ReplayCase[] = [
  {
    name: "200 files that were read twenty minutes before their deletion",
    rule,
    alerts: [["nas", "ad\\eve", 200]],
    events: [...of(200, "fs_read_data", 0), ...of(200, "fs_delete", 1100)],
  },
  {
    name: "199 files that were read before their deletion",
    rule,
    alerts: [],
    events: [...of(199, "fs_read_data", 0), ...of(199, "fs_delete", 1100)],
  },
  {
    name: "files that were read two hours before their deletion",
    rule,
    alerts: [],
    events: [...of(200, "fs_read_data", -7200), ...of(200, "fs_delete", 0)],
  },
  {
    name: "files that somebody else has read",
    rule,
    alerts: [],
    events: [
      ...of(200, "fs_read_data", 0).map((event) => ({ ...event, user: "AD\\bob" })),
      ...of(200, "fs_delete", 1100),
    ],
  },
  { name: "files that were never read", rule, alerts: [], events: of(400, "fs_delete", 0) },
];
