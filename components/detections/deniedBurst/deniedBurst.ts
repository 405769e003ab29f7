import type { Detection } from "../detection";

export const deniedBurst: Detection = {
  id: "deniedBurst",
  title: "Many denials",
  meaning:
    "One user has been denied access to many paths in several folders, or many users have been denied access to one folder.",
  whatToDo: [
    "If it is one user, ask what the user was looking for. If there are several users, find out whether the folder's permissions were changed.",
    "In QumuloEvents, list the paths of the rows whose StatusFamily is access_denied.",
    "If the user had no reason to search there, inform the user's manager before you block the account.",
  ],
  attack: [["Discovery", "T1083"]],
  query: "deniedBurst/deniedBurst.kql",
  levels: [{ severity: "low", values: {} }],
  historyDays: 0,
  parameters: {
    threshold: {
      meaning: "The detection fires for one user only if access to at least this many paths is denied within `window`.",
      unit: "paths",
      reason: "A file manager that displays a folder is denied access to fewer paths.",
    },
    window: {
      meaning:
        "The time in which one user is denied access to `threshold` paths, or `users` users are denied access to one folder.",
      unit: "time",
      reason: "Searching a share takes minutes.",
    },
    folders: {
      meaning: "The paths to which one user is denied access must be in at least this many different folders.",
      unit: "folders",
      reason: "Denials in only a few folders point to wrong permissions, not to a search.",
    },
    users: {
      meaning: "The detection fires for a folder if at least this many users are denied access to it within `window`.",
      unit: "users",
      reason: "This many users are denied in one folder only if its permissions have changed.",
    },
  },
  needs: [],
  dimensions: ["Cluster", "Actor", "Folder"],
  information: ["Folders"],
  falsePositives: ["du, find or an antivirus scanner without permissions", "a planned change to permissions"],
};
