import type { Detection } from "../detection";

export const massDelete: Detection = {
  id: "massDelete",
  title: "Many files deleted",
  meaning:
    "One actor has deleted many files in several folders within minutes, or fewer files but several times as many as in its busiest hour of the last day.",
  whatToDo: [
    "Find the actor's deletions in QumuloEvents, with SrcIpAddr and FilePath.",
    "If nobody planned them, disable the account, and block the client on the cluster.",
    "Take a snapshot of the folder now, and extend the expiry of the last clean snapshot.",
  ],
  attack: [["Impact", "T1485"]],
  query: "massDelete/massDelete.kql",
  levels: [
    { severity: "high", values: { isMany: "true" } },
    { severity: "medium", values: { isMany: "false" } },
  ],
  historyDays: 1,
  parameters: {
    threshold: {
      meaning: "`massDelete-high` fires only if one actor deletes at least this many files within `window`.",
      unit: "files",
      reason: "Everyday clean-ups delete fewer files. This value is a starting point; tune it in observe mode.",
    },
    window: {
      meaning:
        "The time in which `threshold` or `unusual` files are deleted. A deletion does not count if the actor created or deleted the same path at most this time before.",
      unit: "time",
      reason:
        "The slowest of ten measured ransomware families handles 8 files a second, so 1,000 files in about two minutes (Splunk SURGe, March 2022).",
    },
    folders: {
      meaning: "The deleted files must be in at least this many different folders.",
      unit: "folders",
      reason: "Jobs that clear a cache or a build folder delete files in only a few folders.",
    },
    unusual: {
      meaning: "`massDelete-medium` fires only if one actor deletes at least this many files within `window`.",
      unit: "files",
      reason: "Even an actor who normally deletes nothing may remove some files.",
    },
    factor: {
      meaning:
        "`massDelete-medium` fires only if the files are more than this many times as many as the actor deleted in its busiest hour of the last day.",
      unit: "times",
      reason: "Jobs that delete every day stay below five times their busiest hour of the last day.",
    },
  },
  needs: [["fs_delete"]],
  dimensions: ["Cluster", "Actor"],
  information: ["Folders", "TopFolders"],
  falsePositives: [
    "rsync --delete and other mirrors; add the user and path as an exception",
    "a job that clears a cache or scratch folder for the first time",
  ],
};
