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
