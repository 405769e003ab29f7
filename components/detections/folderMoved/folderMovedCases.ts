import type { ReplayCase } from "../replayCase";

const rule = "folderMoved-medium";

export const folderMovedCases: readonly ReplayCase[] = [
  {
    name: "a folder at the root",
    rule,
    alerts: [["nas", "ad\\eve", 1]],
    events: [{ at: 5, operation: "fs_rename", path: "/finance", target: "/old" }],
  },
  {
    name: "a folder below the root",
    rule,
    alerts: [["nas", "ad\\eve", 1]],
    events: [{ at: 5, operation: "fs_rename", path: "/finance/2026/", target: "/finance/x/" }],
  },
  {
    name: "a folder that somebody has just created, or a workbook that Excel saves",
    rule,
    alerts: [],
    events: [
      { at: 1, operation: "fs_create_directory", path: "/finance/New folder/", user: "AD\\bob" },
      { at: 30, operation: "fs_rename", path: "/finance/New folder/", target: "/finance/2027/" },
      { at: 31, operation: "fs_rename", path: "/finance/8A3B5C10", target: "/finance/plan.xlsx" },
      { at: 32, operation: "fs_rename", path: "/finance/plan.xlsx", target: "/finance/plan" },
    ],
  },
  {
    name: "a folder with a version in its name, beside a new folder, and a folder that is moved deep down",
    rule,
    alerts: [["nas", "ad\\eve", 2]],
    events: [
      { at: 1, operation: "fs_create_directory", path: "/finance/New folder/" },
      { at: 5, operation: "fs_rename", path: "/finance/v1.2/", target: "/finance/v1.3" },
      { at: 6, operation: "fs_rename", path: "/sales", target: "/archive/2026/old/sales" },
    ],
  },
  {
    name: "each of two moves an hour apart",
    rule,
    alerts: [
      ["nas", "ad\\eve", 1],
      ["nas", "ad\\eve", 1],
    ],
    events: [0, 3600].map((at) => ({ at, operation: "fs_rename", path: `/finance-${at}`, target: "/old" })),
  },
  ...[
    { arrival: -6300.5, alerts: [["nas", "ad\\eve", 1]], what: "that was created too long ago to be in the history" },
    { arrival: -6299.5, alerts: [], what: "that was created in the history" },
  ].map(({ arrival, alerts, what }) => ({
    name: `a folder ${what}`,
    rule,
    alerts,
    events: [
      { at: -6400, delay: arrival + 6400, operation: "fs_create_directory", path: "/finance/a/" },
      { at: 5, operation: "fs_rename", path: "/finance/a/", target: "/finance/b/" },
    ],
  })),
  {
    name: "a deeper folder, a file, or a refused move",
    rule,
    alerts: [],
    events: [
      { at: 5, operation: "fs_rename", path: "/a/b/c", target: "/c" },
      { at: 6, operation: "fs_rename", path: "/a/b.docx", target: "/a/c.docx" },
      { at: 7, operation: "fs_rename", path: "/finance", target: "/old", status: "fs_access_denied_error" },
    ],
  },
];
