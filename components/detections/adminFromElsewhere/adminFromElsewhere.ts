import type { Detection } from "../detection";

export const adminFromElsewhere: Detection = {
  id: "adminFromElsewhere",
  title: "Administration from an unusual address",
  meaning: "Somebody has administered a cluster from an address outside detections.adminCidrs.",
  whatToDo: [
    "Ask the administrator about the change.",
    "If it was somebody else, change the password and revoke the access tokens.",
    "Undo the changes; the alert lists the operations.",
  ],
  attack: [["Initial Access", "T1078"]],
  query: "adminFromElsewhere/adminFromElsewhere.kql",
  levels: [{ severity: "high", values: {} }],
  historyDays: 0,
  parameters: {},
  needs: [],
  dimensions: ["Cluster", "Actor", "Client"],
  information: ["Operations"],
  falsePositives: ["an administrator on another network; add the network's range"],
};
