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
  ...[
    { gap: 3599.5, alerts: [["nas", "ad\\eve", 200]] },
    { gap: 3600.5, alerts: [] },
  ].map(({ gap, alerts }) => ({
    name: `200 files of which the first was read ${gap} seconds before its deletion`,
    rule,
    alerts,
    events: [
      ...of(200, "fs_read_data", 0).map((event, index) => (index === 0 ? { ...event, at: 3650 - gap } : event)),
      ...of(200, "fs_delete", 1100).map((event, index) => (index === 0 ? { ...event, at: 3650 } : event)),
    ],
  })),
  ...[
    { seconds: 3599.5, alerts: [["nas", "ad\\eve", 200]] },
    { seconds: 3600.5, alerts: [] },
  ].map(({ seconds, alerts }) => ({
    name: `200 files that are read and deleted within ${seconds} seconds`,
    rule,
    alerts,
    events: ["fs_read_data", "fs_delete"].flatMap((operation, turn) =>
      of(200, operation, 0).map((event, index) => ({ ...event, at: (index * seconds) / 199 + turn })),
    ),
  })),
  {
    name: "200 files, but not for one that was read and deleted an hour and a half before",
    rule,
    alerts: [["nas", "ad\\eve", 200]],
    events: [
      { at: -5500, path: "/p/x.docx" },
      { at: -5400, operation: "fs_delete", path: "/p/x.docx" },
      ...of(200, "fs_read_data", 0),
      ...of(200, "fs_delete", 1100),
    ],
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
