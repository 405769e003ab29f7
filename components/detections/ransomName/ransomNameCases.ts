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
  { name: "one file with a strong extension in capitals", rule, alerts: [[...EVE, 1]], events: renames(1, 1, "WNCRY") },
  { name: "a strong extension before the last one", rule, alerts: [], events: renames(1, 1, "wncry.docx") },
  { name: "an extension that only begins with a strong one", rule, alerts: [], events: renames(1, 1, "wncryx") },
  {
    name: "ten files with a weak extension in five minutes",
    rule,
    alerts: [[...EVE, 10]],
    events: renames(10, 290, "locked"),
  },
  { name: "nine files with a weak extension", rule, alerts: [], events: renames(9, 290, "locked") },
  { name: "ten files with a weak extension in six minutes", rule, alerts: [], events: renames(10, 400, "locked") },
  {
    name: "files with a strong extension if every seventh event arrives an hour late, but only once",
    rule,
    alerts: [[...EVE, 12]],
    events: renames(14, 100, "wncry").map((event, index) => ({ ...event, delay: index % 7 ? 2 : 3600 })),
  },
  {
    name: "a known ransomware's note",
    rule,
    alerts: [[...EVE, 1]],
    events: [{ at: 1, operation: "fs_create_file", path: "/p/HELP_DECRYPT.TXT" }],
  },
  {
    name: "files that are created with a strong extension or renamed to a known note",
    rule,
    alerts: [[...EVE, 2]],
    events: [
      { at: 1, operation: "fs_create_file", path: "/p/a.wncry" },
      { at: 2, operation: "fs_rename", path: "/p/note.tmp", target: "/p/HELP_DECRYPT.TXT" },
    ],
  },
  {
    name: "each of two files with a strong extension that are an hour apart",
    rule,
    alerts: [
      [...EVE, 1],
      [...EVE, 1],
    ],
    events: [...renames(1, 1, "wncry"), ...renames(1, 1, "wncry").map((event) => ({ ...event, at: 3600 }))],
  },
  {
    name: "one strong and nine weak extensions, of which only the strong one counts",
    rule,
    alerts: [[...EVE, 1]],
    events: [...renames(1, 1, "wncry"), ...renames(9, 200, "locked")],
  },
  {
    name: "a strong extension that arrives an hour after nine weak ones",
    rule,
    isLate: true,
    alerts: [[...EVE, 1]],
    events: [...renames(9, 200, "locked"), ...renames(1, 1, "wncry").map((event) => ({ ...event, delay: 3600 }))],
  },
  {
    name: "ten files that are created with a weak extension",
    rule,
    alerts: [[...EVE, 10]],
    events: spread(10, 290, (index) => ({ operation: "fs_create_file", path: `/p/f${index}.locked` })),
  },
  {
    name: "ten files with a weak name in ten folders",
    rule,
    alerts: [[...EVE, 10]],
    events: spread(10, 290, (index) => ({ operation: "fs_create_file", path: `/p/d${index}/READ_IT.txt` })),
  },
  {
    name: "30 files with ordinary names, and a folder with a note's name",
    rule,
    alerts: [],
    events: [
      ...spread(30, 100, (index) => ({ operation: "fs_create_file", path: `/p/f${index}.docx` })),
      { at: 5, operation: "fs_create_directory", path: "/p/HELP_DECRYPT.TXT/" },
    ],
  },
  {
    name: "a file whose name only contains a note's name",
    rule,
    alerts: [],
    events: [{ at: 1, operation: "fs_create_file", path: "/p/about HELP_DECRYPT.TXT" }],
  },
  {
    name: "reading a file with a strong extension",
    rule,
    alerts: [],
    events: [
      { at: 1, operation: "fs_read_data", path: "/p/a.wncry" },
      { at: 2, operation: "fs_create_file_settings", path: "/p/b.wncry" },
    ],
  },
];
