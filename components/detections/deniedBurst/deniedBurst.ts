import type { Detection } from "../detection";

export const deniedBurst: Detection = {
  id: "deniedBurst",
  title: "Many denials",
  meaning:
    "One user has been denied access to many paths in several folders, or many users have been denied access to one folder.",
  whatToDo: [
    "If it is one user, ask what the user was looking for. If there are several users, find out whether the folder's permissions were changed.",
    "List the paths in QumuloEvents, where StatusFamily is access_denied.",
    "If the user had no reason to search there, inform the user's manager before you block the account.",
  ],
  attack: [["Discovery", "T1083"]],
  query: "deniedBurst/deniedBurst.kql",
  levels: [{ severity: "low", values: {} }],
  historyDays: 0,
  parameters: {
    threshold: { unit: "paths", reason: "A file manager that displays a folder is denied access to fewer paths." },
    window: { unit: "time", reason: "Searching a share takes minutes." },
    folders: { unit: "folders", reason: "Denials in only a few folders point to wrong permissions, not to a search." },
    users: { unit: "users", reason: "This many users are denied in one folder only if its permissions have changed." },
  },
  needs: [],
  dimensions: ["Cluster", "Actor", "Folder"],
  information: ["Folders"],
  falsePositives: ["du, find or an antivirus scanner without permissions", "a planned change to permissions"],
};
