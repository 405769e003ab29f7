import type { Detection } from "../detection";

export const folderMoved: Detection = {
  id: "folderMoved",
  title: "Folder near the root moved",
  meaning: "A folder near the root of the cluster was renamed or moved, so every path below it has changed.",
  whatToDo: [
    "Ask the person whether this was intended. People often move a folder by accidentally dragging it.",
    "If not, rename the folder back before anybody saves files under the new path.",
    "Check the shares and exports that refer to the old path.",
  ],
  attack: [["Impact", "T1485"]],
  query: "folderMoved/folderMoved.kql",
  levels: [{ severity: "medium", values: {} }],
  historyDays: 0,
  parameters: {
    depth: {
      meaning: "The greatest depth at which a moved folder counts. A folder directly below the root has depth 1.",
      unit: "folders",
      reason: "Moving deeper folders is everyday work.",
      least: 1,
    },
  },
  needs: [["fs_rename"]],
  dimensions: ["Cluster", "Actor"],
  information: ["Paths", "TargetPaths"],
  falsePositives: ["a planned reorganization"],
};
