import type { ReplayCase } from "../replayCase";

export const treeDeleteCases: readonly ReplayCase[] = [
  {
    name: "a tree delete",
    rule: "treeDelete-medium",
    alerts: [["nas", "admin", 1]],
    events: [{ at: 10, operation: "tree_delete_start", user: "admin", protocol: "api", path: "/finance" }],
  },
  {
    name: "a tree delete through a file protocol",
    rule: "treeDelete-medium",
    alerts: [["nas", "ad\\eve", 1]],
    events: [{ at: 10, operation: "fs_tree_delete", path: "/finance" }],
  },
  {
    name: "a cancelled tree delete, a refused one, or the cluster's own",
    rule: "treeDelete-medium",
    alerts: [],
    events: [
      { at: 10, operation: "tree_delete_cancel", protocol: "api", path: "/finance" },
      { at: 11, operation: "tree_delete_start", protocol: "api", status: "fs_access_denied_error", path: "/finance" },
      { at: 12, operation: "tree_delete_start", protocol: "internal", user: "system", path: "/finance" },
    ],
  },
  {
    name: "a deleted file that is named like the operation",
    rule: "treeDelete-medium",
    alerts: [],
    events: [{ at: 10, operation: "fs_delete", path: "/tree_delete" }],
  },
];
