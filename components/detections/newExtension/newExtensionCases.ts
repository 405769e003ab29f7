import { type ReplayCase, repeat, spread } from "../replayCase";

const KINDS = ["docx", "xlsx", "pdf"];
const fileOf = (index: number) => `/p/d${index % 7}/f${index}.${KINDS[index % 3]}`;
const renames = (count: number, seconds: number, extension = "locked9", start = 0) =>
  spread(
    count,
    seconds,
    (index) => ({ operation: "fs_rename", path: fileOf(index), target: `${fileOf(index)}.${extension}` }),
    start,
  );
const rule = "newExtension-high";
const LOCKED = ["nas", "locked9"];

export const newExtensionCases: readonly ReplayCase[] = [
  { name: "20 files in a minute", rule, alerts: [[...LOCKED, 20]], events: renames(20, 59) },
  { name: "19 files in a minute", rule, alerts: [], events: renames(19, 59) },
  { name: "100 files in an hour", rule, alerts: [[...LOCKED, 100]], events: renames(100, 3500) },
  { name: "99 files in an hour", rule, alerts: [], events: renames(99, 3500) },
  { name: "15 files a minute", rule, alerts: [[...LOCKED, 105]], events: renames(105, 420) },
  { name: "8 files a second", rule, alerts: [[...LOCKED, 480]], events: renames(480, 60) },
  { name: "38 files a second", rule, alerts: [[...LOCKED, 1140]], events: renames(1140, 30) },
  { name: "282 files a second", rule, alerts: [[...LOCKED, 1410]], events: renames(1410, 5) },
  {
    name: "twelve clients with 15 files each",
    rule,
    alerts: [[...LOCKED, 180]],
    events: renames(180, 50).map((event, index) => ({
      ...event,
      client: `10.0.0.${index % 12}`,
      user: `AD\\u${index % 12}`,
    })),
  },
  {
    name: "copies beside originals that are then deleted",
    rule,
    alerts: [["nas", "enc9", 20]],
    events: repeat(40, (index) => {
      const file = fileOf(index >> 1);
      return index % 2 === 0
        ? { at: index, operation: "fs_create_file", path: `${file}.enc9` }
        : { at: index, operation: "fs_delete", path: file };
    }),
  },
  {
    name: "copies beside originals that another user, or the same actor on another cluster, created on the same day",
    rule,
    alerts: [["nas", "enc9", 20]],
    events: [
      ...spread(20, 50, (index) => ({ operation: "fs_create_file", path: fileOf(index), user: "AD\\bob" }), -600),
      ...spread(20, 50, (index) => ({ operation: "fs_create_file", path: fileOf(index), cluster: "lab" }), -600),
      ...spread(20, 25, (index) => ({ operation: "fs_create_file", path: `${fileOf(index)}.enc9` })),
      ...spread(20, 25, (index) => ({ operation: "fs_delete", path: fileOf(index) }), 25),
    ],
  },
  {
    name: "copies beside originals that stay",
    rule,
    alerts: [],
    events: spread(40, 50, (index) => ({ operation: "fs_create_file", path: `${fileOf(index)}.enc9` })),
  },
  {
    name: "compressed logs, which have only one old extension",
    rule,
    alerts: [],
    events: spread(50, 50, (index) => ({
      operation: "fs_rename",
      path: `/l/a${index}.log`,
      target: `/l/a${index}.log.gz`,
    })),
  },
  {
    name: "files that Office saves under a temporary name first",
    rule,
    alerts: [],
    events: spread(200, 50, (index) => ({
      operation: "fs_rename",
      path: `/o/~WRD${index}.tmp`,
      target: `/o/r${index}.newx`,
    })),
  },
  {
    name: "completed downloads",
    rule,
    alerts: [],
    events: spread(60, 50, (index) => ({
      operation: "fs_rename",
      path: `/o/r${index}.${index % 2 ? "part" : "crdownload"}`,
      target: `/o/r${index}.iso9`,
    })),
  },
  {
    name: "an extension that 20 files got in the morning",
    rule,
    alerts: [],
    events: [
      ...renames(20, 18_000, "zip9", -40_000).map((event) => ({ ...event, target: `/morning${event.target}` })),
      ...renames(30, 50, "zip9"),
    ],
  },
  {
    name: "an extension with which 20 files were created in the morning",
    rule,
    alerts: [],
    events: [
      ...spread(20, 50, (index) => ({ operation: "fs_create_file", path: `/m/${index}.zip9` }), -40_000),
      ...renames(30, 50, "zip9"),
    ],
  },
  {
    name: "100 files in an hour, after 30 files with the same new extension were created in the minutes before",
    rule,
    alerts: [[...LOCKED, 100]],
    events: [
      ...spread(30, 100, (index) => ({ operation: "fs_create_file", path: `/m/${index}.locked9` }), -300),
      ...renames(100, 3590),
    ],
  },
  {
    name: "files with two different extensions",
    rule,
    alerts: [[...LOCKED, 20]],
    events: spread(20, 50, (index) => {
      const path = `/p/f${index}.${KINDS[index % 2]}`;
      return { operation: "fs_rename", path, target: `${path}.locked9` };
    }),
  },
  {
    name: "copies beside originals that are deleted ten minutes later, and then restored",
    rule,
    alerts: [["nas", "enc9", 20]],
    events: [
      ...spread(20, 50, (index) => ({ operation: "fs_create_file", path: `${fileOf(index)}.enc9` })),
      ...spread(20, 50, (index) => ({ operation: "fs_delete", path: fileOf(index) }), 600),
      ...spread(20, 50, (index) => ({ operation: "fs_create_file", path: fileOf(index) }), 700),
    ],
  },
  {
    name: "copies beside originals that are then moved, and older copies that are deleted together with their originals",
    rule,
    alerts: [],
    events: [
      ...spread(40, 50, (index) => ({ operation: "fs_create_file", path: `${fileOf(index)}.enc9` })),
      ...spread(
        40,
        50,
        (index) => ({ operation: "fs_rename", path: fileOf(index), target: `/q/${index}.${KINDS[index % 3]}` }),
        60,
      ),
      ...spread(
        80,
        50,
        (index) => ({
          operation: "fs_delete",
          path: `/old${fileOf(index >> 1)}${index % 2 === 0 ? ".enc8" : ""}`,
        }),
        120,
      ),
    ],
  },
  {
    name: "copies beside originals that are deleted two hours later",
    rule,
    alerts: [],
    events: [
      ...spread(40, 50, (index) => ({ operation: "fs_create_file", path: `${fileOf(index)}.enc9` })),
      ...spread(40, 50, (index) => ({ operation: "fs_delete", path: fileOf(index) }), 7200),
    ],
  },
  {
    name: "logs that are compressed into new files and then deleted",
    rule,
    alerts: [],
    events: spread(100, 50, (index) =>
      index % 2 === 0
        ? { operation: "fs_create_file", path: `/l/a${index >> 1}.log.gz` }
        : { operation: "fs_delete", path: `/l/a${index >> 1}.log` },
    ),
  },
  {
    name: "files that lose their extension or had none, and files that are set aside under a temporary name",
    rule,
    alerts: [],
    events: spread(150, 100, (index) => {
      const path = `/p/f${index}.${KINDS[index % 2]}`;
      if (index % 3 === 0) return { operation: "fs_rename", path, target: `/p/h${index}` };
      if (index % 3 === 1) return { operation: "fs_rename", path, target: `${path}.tmp` };
      const old = `/p/g${index}`;
      return { operation: "fs_rename", path: index % 2 === 0 ? old : `${old}.docx`, target: `${old}.new9` };
    }),
  },
  {
    name: "files whose temporary names begin with a tilde",
    rule,
    alerts: [],
    events: spread(40, 50, (index) => ({
      operation: "fs_rename",
      path: `/o/~a${index}.${KINDS[index % 3]}`,
      target: `/o/r${index}.newx`,
    })),
  },
  {
    name: "19 files, while 30 files that already have the extension are renamed",
    rule,
    alerts: [],
    events: [
      ...renames(19, 50),
      ...spread(30, 50, (index) => ({
        operation: "fs_rename",
        path: `/z/${index}.locked9`,
        target: `/z/new-${index}.locked9`,
      })),
    ],
  },
  {
    name: "an extension that 19 files got in the morning",
    rule,
    alerts: [["nas", "zip9", 30]],
    events: [
      ...renames(19, 18_000, "zip9", -40_000).map((event) => ({ ...event, target: `/morning${event.target}` })),
      ...renames(30, 50, "zip9"),
    ],
  },
  {
    name: "each of two bursts three hours apart",
    rule,
    alerts: [
      [...LOCKED, 60],
      [...LOCKED, 60],
    ],
    events: [
      ...renames(60, 50),
      ...renames(60, 50, "locked9", 10_800).map((event) => ({ ...event, target: `/q${event.target}` })),
    ],
  },
  {
    name: "builds that replace their own results",
    rule,
    alerts: [],
    events: [0, 600].flatMap((start) =>
      spread(
        120,
        50,
        (index) => ({
          operation: index % 2 === 0 ? "fs_create_file" : "fs_delete",
          path: `${fileOf(index >> 2)}${index % 4 < 2 ? "" : ".map"}`,
        }),
        start,
      ),
    ),
  },
  {
    name: "a build that deletes the results of a build last week and then writes new ones",
    rule,
    alerts: [],
    events: [
      ...spread(60, 20, (index) => ({ operation: "fs_delete", path: fileOf(index) })),
      ...spread(
        120,
        30,
        (index) => ({ operation: "fs_create_file", path: `${fileOf(index >> 1)}${index % 2 === 0 ? "" : ".map"}` }),
        20,
      ),
    ],
  },
  {
    name: "files that rsync and macOS write under temporary names",
    rule,
    alerts: [],
    events: spread(120, 50, (index) => ({
      operation: "fs_rename",
      path: index % 2 ? `/o/.r${index}.docx.${index}x` : `/o/r${index}.docx.sb-${index}`,
      target: `/o/r${index}.docx`,
    })),
  },
  {
    name: "renames that keep the extension",
    rule,
    alerts: [],
    events: spread(60, 50, (index) => ({
      operation: "fs_rename",
      path: fileOf(index),
      target: `/q/${index}.${KINDS[index % 3]}`,
    })),
  },
];
