import type { Detection } from "../detection";

export const firstSeen: Detection = {
  id: "firstSeen",
  title: "First use of a protocol or the API",
  meaning:
    "A protocol was used on the cluster, or a user or client used the cluster's API, for the first time in two days.",
  whatToDo: [
    "Ask the administrators whether they know the user or client.",
    "Look at what the user or client did, in QumuloEvents.",
    "If nobody knows the user or client, revoke the user's access tokens and change the password.",
  ],
  attack: [["Initial Access", "T1078"]],
  query: "firstSeen/firstSeen.kql",
  levels: [{ severity: "low", values: {} }],
  historyDays: 2,
  parameters: {
    history: {
      meaning:
        "The detection fires only if the cluster's earlier events began at least this long before the first use.",
      unit: "time",
      reason: "With less than a day of events, everything would be new.",
    },
  },
  needs: [],
  dimensions: ["Cluster", "What"],
  information: [],
  falsePositives: ["a new administrator, script or monitoring system"],
};
