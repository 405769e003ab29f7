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
      meaning: "This many files are enough for an alert if they get the same new extension within `fastWindow`.",
      unit: "files",
      reason: "The slowest of ten measured ransomware families renames 8 files a second (Splunk SURGe, March 2022).",
    },
    fastWindow: {
      meaning: "The time in which `fastThreshold` files get the extension.",
      unit: "time",
      reason: "A person renames fewer than 20 files of different kinds in a minute.",
    },
    threshold: {
      meaning: "This many files are enough for an alert if they get the same new extension within `window`.",
      unit: "files",
      reason: "Throttled ransomware is slower: at 15 files a minute, it reaches 100 files after seven minutes.",
    },
    window: {
      meaning:
        "The time in which `threshold` files get the extension. Also the longest time from the creation of a copy with the extension to the deletion of its original.",
      unit: "time",
      reason: "An hour is long enough for throttled ransomware to reach the threshold.",
    },
    oldExtensions: {
      meaning: "The files must have had at least this many different extensions before.",
      unit: "extensions",
      reason: "A program that compresses logs or converts photos processes one kind of file.",
      least: 1,
    },
    usual: {
      meaning: "An extension counts as new only if fewer than this many of the cluster's files got it before.",
      unit: "files",
      reason: "An extension that this many files got in the last day is in daily use.",
    },
  },
  needs: [["fs_rename", "fs_create"]],
  dimensions: ["Cluster", "Extension"],
  information: ["OldExtensions", "Actors", "TopFolders"],
  falsePositives: ["a program that converts several kinds of files and is used for the first time"],
};
