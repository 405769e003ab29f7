import type { Detection } from "../detection";

export const firstSeen: Detection = {
  id: "firstSeen",
  title: "New on the cluster",
  meaning: "A protocol was used on the cluster, or a user or client was on its API, for the first time in two days.",
  whatToDo: [
    "Ask the administrators whether they know the user or client.",
    "Look at what it did, in the events of this user or client.",
    "If nobody knows it, revoke its access tokens and change the password.",
  ],
  attack: [["Initial Access", "T1078"]],
  query: "firstSeen/firstSeen.kql",
  levels: [{ severity: "low", values: {} }],
  historyDays: 2,
  parameters: { history: { unit: "time", reason: "With less than a day of events, everything would be new." } },
  dimensions: ["Cluster", "What"],
  information: [],
  falsePositives: ["a new administrator, script or monitoring system"],
};
