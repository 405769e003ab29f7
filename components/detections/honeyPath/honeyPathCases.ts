import type { ReplayCase } from "../replayCase";

const rule = "honeyPath-high";

/** With the decoy `/Finance/salaries`. */
export const honeyPathCases: readonly ReplayCase[] = [
  {
    name: "a file in the decoy that is read, in another case",
    rule,
    alerts: [["nas", "ad\\eve", "10.0.0.1", 1]],
    events: [{ at: 5, path: "/FINANCE/Salaries/a.xlsx" }],
  },
  {
    name: "a file that is renamed into the decoy, and one that is deleted there",
    rule,
    alerts: [["nas", "ad\\eve", "10.0.0.1", 2]],
    events: [
      { at: 5, operation: "fs_rename", path: "/x.docx", target: "/finance/salaries/x.docx" },
      { at: 6, operation: "fs_delete", path: "/finance/salaries/x.docx" },
    ],
  },
  {
    name: "its listing, its attributes, another folder whose name begins as its does, and a refused read",
    rule,
    alerts: [],
    events: [
      { at: 5, operation: "fs_list_directory", path: "/finance/salaries/" },
      { at: 6, operation: "fs_read_metadata", path: "/finance/salaries/a.xlsx" },
      { at: 7, path: "/finance/salaries2/a.xlsx" },
      { at: 8, path: "/finance/salaries/a.xlsx", status: "fs_access_denied_error" },
    ],
  },
];
