import type { Detection } from "../detection";

export const metadataBurst: Detection = {
  id: "metadataBurst",
  title: "Many permissions or attributes changed",
  meaning: "One actor has changed permissions, owners or attributes of many files within minutes.",
  whatToDo: [
    "Ask the person whether the change was planned.",
    "If not, find out who has had access to the files since then.",
    "Restore the permissions from a snapshot, and disable the account.",
  ],
  attack: [["Defense Evasion", "T1222"]],
  query: "metadataBurst/metadataBurst.kql",
  levels: [{ severity: "medium", values: {} }],
  isOptional: true,
  needsJson: true,
  historyDays: 0,
  parameters: {
    threshold: {
      meaning:
        "The detection fires if one actor changes permissions, owners or attributes of at least this many files within `window`.",
      unit: "files",
      reason: "A person who changes permissions by hand changes fewer files.",
    },
    window: {
      meaning: "The time in which `threshold` files are changed.",
      unit: "time",
      reason: "A program that changes a tree reaches the threshold within minutes.",
    },
  },
  needs: [["fs_write_metadata"]],
  dimensions: ["Cluster", "Actor"],
  information: ["Attributes", "TopFolders"],
  falsePositives: [
    "a planned change of permissions or owners",
    "a program that copies files with their owners, such as rsync -a or robocopy /COPYALL",
  ],
};
