import { type ReplayCase, spread } from "../replayCase";

const rule = "massOverwrite-high";
const writes = (count: number, seconds: number, start = 0) =>
  spread(count, seconds, (index) => ({ operation: "fs_write_data", path: `/p/d${index % 7}/f${index}.docx` }), start);

export const massOverwriteCases: readonly ReplayCase[] = [
  { name: "200 files in five minutes", rule, alerts: [["nas", "ad\\eve", 200]], events: writes(200, 290) },
  { name: "199 files in five minutes", rule, alerts: [], events: writes(199, 290) },
  { name: "200 files in six minutes", rule, alerts: [], events: writes(200, 370) },
  { name: "400 files in an hour", rule, alerts: [["nas", "ad\\eve", 400]], events: writes(400, 3590) },
  { name: "399 files in an hour", rule, alerts: [], events: writes(399, 3590) },
  {
    name: "files that the actor also wrote to 24 hours and five minutes before",
    rule,
    alerts: [],
    events: [...writes(200, 20, -86_700), ...writes(200, 20)],
  },
  { name: "282 files a second", rule, alerts: [["nas", "ad\\eve", 1410]], events: writes(1410, 5) },
  {
    name: "files that the actor created earlier in the day",
    rule,
    alerts: [],
    events: [
      ...writes(200, 290, -5000).map((event) => ({ ...event, operation: "fs_create_file" })),
      ...writes(200, 290),
    ],
  },
  {
    name: "files that the actor has just created",
    rule,
    alerts: [],
    events: [
      ...writes(300, 200).map((event) => ({ ...event, operation: "fs_create_file" })),
      ...writes(300, 200).map((event) => ({ ...event, at: event.at + 0.1 })),
    ],
  },
  {
    name: "files that the actor wrote to earlier in the day",
    rule,
    alerts: [],
    events: [...writes(200, 20_000, -25_000), ...writes(200, 290)],
  },
  {
    name: "files that somebody else created earlier in the day",
    rule,
    alerts: [["nas", "ad\\eve", 200]],
    events: [
      ...writes(200, 290, -5000).map((event) => ({ ...event, operation: "fs_create_file", user: "AD\\bob" })),
      ...writes(200, 290),
    ],
  },
  {
    name: "one file that is written 200 times",
    rule,
    alerts: [],
    events: spread(200, 290, () => ({ operation: "fs_write_data", path: "/p/db" })),
  },
];
