import type { Detection } from "../detection";

export const unknownSender: Detection = {
  id: "unknownSender",
  title: "Sender outside the cluster's ranges",
  meaning:
    "Events name a cluster but come from an address outside the cluster's ranges. Somebody may be forging events, or a node has a new address.",
  whatToDo: [
    "Find out whether the address belongs to a node of the cluster.",
    "If it does, add the address to clusters[].nodeCidrs.",
    "If not, find the machine and disconnect it.",
  ],
  attack: [["Defense Evasion", "T1036"]],
  query: "unknownSender/unknownSender.kql",
  levels: [{ severity: "medium", values: {} }],
  historyDays: 0,
  parameters: {},
  needs: [],
  noExceptions:
    "the user, client and path in a forged event are the forger's choice; add the address to clusters[].nodeCidrs instead",
  dimensions: ["Cluster", "Client"],
  information: ["Forwarders"],
  falsePositives: ["a new node, or new network address translation in front of the cluster"],
};
