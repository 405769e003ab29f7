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
      { at: 1, operation: "fs_create_directory", path: "/finance/New folder/" },
      { at: 30, operation: "fs_rename", path: "/finance/New folder/", target: "/finance/2027/" },
      { at: 31, operation: "fs_rename", path: "/finance/8A3B5C10", target: "/finance/plan.xlsx" },
    ],
  },
  {
    name: "a deeper folder, a file, or a refused move",
    rule,
    alerts: [],
    events: [
      { at: 5, operation: "fs_rename", path: "/a/b/c", target: "/a/b/d" },
      { at: 6, operation: "fs_rename", path: "/a/b.docx", target: "/a/c.docx" },
      { at: 7, operation: "fs_rename", path: "/finance", target: "/old", status: "fs_access_denied_error" },
    ],
  },
];
