import type { Detection } from "../detection";

export const treeDelete: Detection = {
  id: "treeDelete",
  title: "Folder deleted as a whole",
  meaning:
    "Somebody told the cluster to delete a folder with everything in it. This causes a single event, whatever the number of files.",
  whatToDo: [
    "Ask the person whether this was the intended folder.",
    "If not, cancel the tree delete on the cluster if it is still running.",
    "Restore the folder from a snapshot.",
  ],
  attack: [["Impact", "T1485"]],
  query: "treeDelete/treeDelete.kql",
  levels: [{ severity: "medium", values: {} }],
  historyDays: 0,
  parameters: {},
  needs: [["fs_tree_delete", "tree_delete_start"]],
  dimensions: ["Cluster", "Actor"],
  information: ["Paths"],
  falsePositives: ["an administrator who removes a finished project"],
};
