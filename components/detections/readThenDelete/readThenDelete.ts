import type { Detection } from "../detection";

export const readThenDelete: Detection = {
  id: "readThenDelete",
  title: "Files read and then deleted",
  meaning:
    "One actor has deleted many files that it had read shortly before. The files may have been copied elsewhere.",
  whatToDo: [
    "Ask whether the person moved a folder.",
    "If not, find out where the client sends data.",
    "Restore the files from a snapshot, and disable the account.",
  ],
  attack: [
    ["Exfiltration", "T1567"],
    ["Impact", "T1485"],
  ],
  query: "readThenDelete/readThenDelete.kql",
  levels: [{ severity: "medium", values: {} }],
  historyDays: 0,
  parameters: {
    threshold: {
      meaning:
        "The detection fires if one actor deletes at least this many files within `window`, each of which it has read shortly before.",
      unit: "files",
      reason: "A person who tidies up opens fewer files before deleting them.",
    },
    window: {
      meaning:
        "The time in which `threshold` files are deleted. Also the longest time from the last read of a file to its deletion.",
      unit: "time",
      reason: "A client that moves files by copying and then deleting them does so within an hour.",
    },
  },
  needs: [["fs_read_data"], ["fs_delete"]],
  dimensions: ["Cluster", "Actor"],
  information: ["TopFolders"],
  falsePositives: [
    "a person who moves a large folder between two shares",
    "a job that processes files and then deletes them",
  ],
};
