import type { Detection } from "../detection";

export const ransomName: Detection = {
  id: "ransomName",
  title: "File names of a known ransomware",
  meaning: "Files have a known ransomware's extension or the name of a known ransom note.",
  whatToDo: [
    "Look at the actor's events in the last hour in QumuloEvents, and open one of the files.",
    "If the file is unreadable, block the client, disable the account, and take a snapshot.",
    "If the file is readable, remove the name from the list in the settings.",
  ],
  attack: [["Impact", "T1486"]],
  query: "ransomName/ransomName.kql",
  levels: [{ severity: "high", values: {} }],
  historyDays: 0,
  parameters: {
    threshold: {
      meaning: "This many files with a weak name or extension are enough for an alert if they appear within `window`.",
      unit: "files",
      reason: "Weak names are ordinary words, so a few files may have them.",
    },
    window: {
      meaning:
        "The time in which `threshold` files with a weak name or extension appear. Further files with a strong one raise no second alert within this time.",
      unit: "time",
      reason:
        "The slowest of ten measured ransomware families passes ten files within two seconds (Splunk SURGe, March 2022).",
    },
  },
  needs: [["fs_rename", "fs_create"]],
  noExceptions: "a known ransomware's names have no harmless use; remove a name from the lists instead",
  dimensions: ["Cluster", "Actor"],
  information: ["Names", "Extensions", "TopFolders"],
  falsePositives: ["a security team that stores samples", "a program that uses one of the weak extensions"],
};
