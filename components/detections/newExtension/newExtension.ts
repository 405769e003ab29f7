import type { Detection } from "../detection";

export const newExtension: Detection = {
  id: "newExtension",
  title: "Files get a new extension",
  meaning:
    "Files with different extensions get the same new extension, which was not in use on the cluster before. Ransomware does this.",
  whatToDo: [
    "Block the actors' clients on the cluster, and disable the actors' accounts.",
    "Take a snapshot of each top folder now, and extend the expiry of the last clean snapshot.",
    "Open one of the files. If the file is readable, add the program's user and path as an exception.",
  ],
  attack: [["Impact", "T1486"]],
  query: "newExtension/newExtension.kql",
  levels: [{ severity: "high", values: {} }],
  historyDays: 1,
  parameters: {
    fastThreshold: {
      meaning: "How many files that get the same new extension within `fastWindow` are enough for an alert.",
      unit: "files",
      reason: "The slowest of ten measured ransomware families renames 8 files a second (Splunk SURGe, March 2022).",
    },
    fastWindow: {
      meaning: "The time in which `fastThreshold` files get the extension.",
      unit: "time",
      reason: "A person renames fewer than 20 files of different kinds in a minute.",
    },
    threshold: {
      meaning: "How many files that get the same new extension within `window` are enough for an alert.",
      unit: "files",
      reason: "Throttled ransomware is slower: at 15 files a minute, it reaches 100 files after seven minutes.",
    },
    window: {
      meaning:
        "The time in which `threshold` files get the extension, and the longest time between a copy with the extension and the deletion of its original.",
      unit: "time",
      reason: "An hour is long enough for throttled ransomware to reach the threshold.",
    },
    oldExtensions: {
      meaning: "How many different extensions the files must have had before.",
      unit: "extensions",
      reason: "A program that compresses logs or converts photos processes one kind of file.",
      least: 1,
    },
    usual: {
      meaning: "An extension is new only if fewer of the cluster's files than this got it before.",
      unit: "files",
      reason: "An extension that this many files got in the last day is in daily use.",
    },
  },
  needs: [["fs_rename", "fs_create"]],
  dimensions: ["Cluster", "Extension"],
  information: ["OldExtensions", "Actors", "TopFolders"],
  falsePositives: ["a program that converts several kinds of files and is used for the first time"],
};
