import { type ReplayCase, spread } from "../replayCase";

const rule = "ransomName-high";
const EVE = ["nas", "ad\\eve"];
const renames = (count: number, seconds: number, extension: string) =>
  spread(count, seconds, (index) => ({
    operation: "fs_rename",
    path: `/p/f${index}.docx`,
    target: `/p/f${index}.${extension}`,
  }));

export const ransomNameCases: readonly ReplayCase[] = [
  { name: "one file with a strong extension", rule, alerts: [[...EVE, 1]], events: renames(1, 1, "wncry") },
  { name: "one file with it in capitals", rule, alerts: [[...EVE, 1]], events: renames(1, 1, "WNCRY") },
  { name: "a strong name in front of the last extension", rule, alerts: [], events: renames(1, 1, "wncry.docx") },
  { name: "an extension that only begins with it", rule, alerts: [], events: renames(1, 1, "wncryx") },
  {
    name: "ten files with a weak extension in five minutes",
    rule,
    alerts: [[...EVE, 10]],
    events: renames(10, 290, "locked"),
  },
  { name: "nine files with it", rule, alerts: [], events: renames(9, 290, "locked") },
  { name: "ten files with it in six minutes", rule, alerts: [], events: renames(10, 400, "locked") },
  {
    name: "the note of a known ransomware",
    rule,
    alerts: [[...EVE, 1]],
    events: [{ at: 1, operation: "fs_create_file", path: "/p/HELP_DECRYPT.TXT" }],
  },
  {
    name: "a file whose name holds the note's",
    rule,
    alerts: [],
    events: [{ at: 1, operation: "fs_create_file", path: "/p/about HELP_DECRYPT.TXT" }],
  },
  {
    name: "reading a file with a strong extension",
    rule,
    alerts: [],
    events: [{ at: 1, operation: "fs_read_data", path: "/p/a.wncry" }],
  },
];
