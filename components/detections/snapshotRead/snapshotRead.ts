import type { Detection } from "../detection";

export const snapshotRead: Detection = {
  id: "snapshotRead",
  title: "Snapshots read",
  meaning:
    "One actor has read many files in snapshots. Files in a snapshot have the permissions from the time when it was taken, and nobody works in snapshots.",
  whatToDo: [
    "Ask whether somebody is restoring files.",
    "If not, look at which folders were read, in the actor's events.",
    "Disable the account if the person has no business in these folders.",
  ],
  attack: [["Collection", "T1039"]],
  query: "snapshotRead/snapshotRead.kql",
  levels: [{ severity: "medium", values: {} }],
  historyDays: 0,
  parameters: {
    threshold: {
      meaning: "The detection fires if one actor reads at least this many files in snapshots within `window`.",
      unit: "files",
      reason: "A person who restores files by hand opens fewer files.",
    },
    window: {
      meaning: "The time in which `threshold` files are read.",
      unit: "time",
      reason: "Copying a folder reaches the threshold within minutes.",
    },
  },
  needs: [["fs_read_data"]],
  dimensions: ["Cluster", "Actor"],
  information: [],
  falsePositives: ["a backup that reads from snapshots; add its user and the path /.snapshot/ as an exception"],
};
