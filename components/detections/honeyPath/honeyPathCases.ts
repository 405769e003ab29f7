import type { ReplayCase } from "../replayCase";

const rule = "honeyPath-high";

/** The cases for the setting `secrets.honeyPaths: ["/Finance/salaries", "/Legal/merger.docx"]`. */
export const honeyPathCases: readonly ReplayCase[] = [
  {
    name: "a file that is read in the decoy, with its path in another case",
    rule,
    alerts: [["nas", "ad\\eve", "10.0.0.1", 1]],
    events: [{ at: 5, path: "/FINANCE/Salaries/a.xlsx" }],
  },
  {
    name: "a read of a decoy file over S3, and a rename that replaces the decoy",
    rule,
    alerts: [["nas", "ad\\eve", "10.0.0.1", 2]],
    events: [
      { at: 5, operation: "s3_get_object", protocol: "s3", path: "/Finance/Salaries" },
      { at: 6, operation: "fs_rename", path: "/x", target: "/finance/salaries" },
    ],
  },
  {
    name: "a file that is moved into the decoy and deleted there",
    rule,
    alerts: [["nas", "ad\\eve", "10.0.0.1", 2]],
    events: [
      { at: 5, operation: "fs_rename", path: "/x.docx", target: "/finance/salaries/x.docx" },
      { at: 6, operation: "fs_delete", path: "/finance/salaries/x.docx" },
    ],
  },
  {
    name: "listing the decoy, reading attributes, a folder whose name only begins with the decoy's, or a refused read",
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
