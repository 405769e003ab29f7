import type { Detection } from "../detection";

export const massOverwrite: Detection = {
  id: "massOverwrite",
  title: "Many files overwritten",
  meaning:
    "One actor has written to many existing files that it had neither created nor written to in the last day. Ransomware that encrypts in place does this.",
  whatToDo: [
    "Open one of the files.",
    "If the file is unreadable, block the client, disable the account, and take a snapshot.",
    "If the file is readable, add the job's user and path as an exception.",
  ],
  attack: [["Impact", "T1486"]],
  query: "massOverwrite/massOverwrite.kql",
  levels: [{ severity: "high", values: {} }],
  historyDays: 1,
  parameters: {
    threshold: {
      meaning: "This many existing files are enough for an alert if one actor writes to them within `window`.",
      unit: "files",
      reason: "People change a few files in five minutes, and jobs mostly create new files.",
    },
    window: {
      meaning: "The time in which `threshold` files are overwritten.",
      unit: "time",
      reason: "The slowest of ten measured ransomware families handles 8 files a second (Splunk SURGe, March 2022).",
    },
  },
  needs: [["fs_write_data"]],
  dimensions: ["Cluster", "Actor"],
  information: ["Folders", "TopFolders"],
  falsePositives: [
    "a job that synchronizes into existing files, such as robocopy /MIR",
    "a script that changes every file of a project",
  ],
};
