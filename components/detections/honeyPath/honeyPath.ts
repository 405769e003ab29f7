import type { Detection } from "../detection";

export const honeyPath: Detection = {
  id: "honeyPath",
  title: "Decoy touched",
  meaning: "Somebody has read, changed or deleted a decoy, which nobody has a reason to touch.",
  whatToDo: [
    "Look at what else this actor and client did in the last few hours.",
    "If it was not a scanner or a backup, disable the account, and block the client.",
    "Leave the client unchanged for the forensic team.",
  ],
  attack: [["Collection", "T1039"]],
  query: "honeyPath/honeyPath.kql",
  levels: [{ severity: "high", values: {} }],
  historyDays: 0,
  parameters: {},
  needs: [],
  noExceptions:
    "nobody has a reason to touch a decoy; instead, exclude the decoy from the jobs of backup programs and scanners",
  dimensions: ["Cluster", "Actor", "Client"],
  information: ["Operations"],
  falsePositives: ["a backup program or scanner that reads file contents; exclude the decoys from its jobs"],
};
