import type { ReplayCase } from "../replayCase";

export const unknownSenderCases: readonly ReplayCase[] = [
  {
    name: "a line from an address outside the cluster's ranges",
    rule: "unknownSender-medium",
    alerts: [["nas", "10.66.6.6", 1]],
    events: [{ at: 5, path: "/x", isUnverified: true }],
  },
  {
    name: "a line from one of the cluster's addresses",
    rule: "unknownSender-medium",
    alerts: [],
    events: [{ at: 5, path: "/x" }],
  },
];
