import type { Detection } from "../detection";

export const massRead: Detection = {
  id: "massRead",
  title: "Many files read",
  meaning:
    "One user has read many files from one client, several times as many as in any earlier hour of the last day.",
  whatToDo: [
    "Ask whether somebody has started a copy, an indexer or a backup.",
    "Look at which folders were read, in the events of this actor and client.",
    "If nobody has started one, disable the account, and find out where the client sends data.",
  ],
  attack: [["Collection", "T1039"]],
  query: "massRead/massRead.kql",
  levels: [{ severity: "low", values: {} }],
  historyDays: 1,
  parameters: {
    threshold: {
      meaning: "The detection fires only if one user reads at least this many files from one client within `window`.",
      unit: "files",
      reason: "A person opens at most a few hundred files in a busy hour.",
    },
    window: {
      meaning: "The time in which `threshold` files are read.",
      unit: "time",
      reason: "Copying a share takes longer than a few minutes.",
    },
    factor: {
      meaning:
        "The detection fires only if the files are more than this many times as many as the user read from the same client in any earlier hour of the last day.",
      unit: "times",
      reason: "Jobs that read every day stay below three times their busiest hour of the last day.",
    },
  },
  needs: [["fs_read_data"]],
  dimensions: ["Cluster", "Actor", "Client"],
  information: ["Busiest"],
  falsePositives: ["the first full backup, antivirus scan or indexing", "a render farm with a new project"],
};
