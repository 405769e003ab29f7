import type { Detection } from "../detection";

export const deniedBurst: Detection = {
  id: "deniedBurst",
  title: "Many denials",
  meaning:
    "One user has been denied access to many paths in several folders, or many users have been denied access to one folder.",
  whatToDo: [
    "If it is one user, ask what the user was looking for. If there are several, look for a change of permissions on the folder.",
    "List the paths in QumuloEvents, where StatusFamily is access_denied.",
    "If a user searches where they should not, inform their manager before you block the account.",
  ],
  attack: [["Discovery", "T1083"]],
  query: "deniedBurst/deniedBurst.kql",
  levels: [{ severity: "low", values: {} }],
  historyDays: 0,
  parameters: {
    threshold: { unit: "paths", reason: "A file manager that shows a folder is denied on fewer paths." },
    window: { unit: "time", reason: "Searching a share takes minutes." },
    folders: { unit: "folders", reason: "Denials in a single folder point to wrong permissions, not to a search." },
    users: { unit: "users", reason: "This many users are denied in one folder only if its permissions have changed." },
  },
  dimensions: ["Cluster", "Actor", "Folder"],
  information: ["Folders"],
  falsePositives: ["du, find or an antivirus scanner without permissions", "a planned change of permissions"],
};
