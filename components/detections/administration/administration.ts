import type { Detection } from "../detection";
import { operationsOf } from "./operationsOf";

/** Returns one group, because one of the operations is enough for an administration detection. */
const needs = (id: string): Detection["needs"] => [Object.values(operationsOf(id)).flat()];

/** What all administration detections have in common, because they share one query. */
const SHARED = {
  query: "administration/administration.kql",
  historyDays: 0,
  parameters: {},
  dimensions: ["Cluster", "Actor", "Detection"],
  information: ["Operations", "Objects"],
} satisfies Partial<Detection>;

export const auditChanged: Detection = {
  id: "auditChanged",
  title: "Audit changed",
  meaning: "Somebody has changed the destination of the cluster's audit events, or has switched audit off.",
  whatToDo: [
    "Ask the administrator whether this was planned.",
    "To switch audit on again, run the send commands that pulumi stack output qumuloCommands prints.",
    "Look at the events just before the change.",
  ],
  attack: [["Defense Evasion", "T1562.008"]],
  ...SHARED,
  needs: needs("auditChanged"),
  noExceptions: "whoever hides an attack changes audit first; disable the detection during a planned change instead",
  levels: [
    { severity: "high", values: {} },
    { severity: "low", values: {} },
  ],
  falsePositives: [
    "a planned change to the destination",
    "a rolling upgrade of Core, which stops and starts audit on each node (low)",
  ],
};

export const protectionWeakened: Detection = {
  id: "protectionWeakened",
  title: "Protection weakened",
  meaning:
    "Somebody has deleted or changed snapshots, replication, file locks or encryption, which protect data in an attack.",
  whatToDo: [
    "Ask the administrator whether this was planned.",
    "If not, change the password and revoke the access tokens.",
    "Take a snapshot now and lock it.",
  ],
  attack: [["Impact", "T1490"]],
  ...SHARED,
  needs: needs("protectionWeakened"),
  noExceptions: "an attacker who weakens protection uses an administrator's account; lower the severity instead",
  levels: [{ severity: "high", values: {} }],
  falsePositives: [
    "an administrator who removes old policies",
    "a backup program that manages snapshots; lower the detection's severity",
  ],
};

export const exposureChanged: Detection = {
  id: "exposureChanged",
  title: "Exposure changed",
  meaning:
    "Somebody has changed a share, an export, a bucket, an access key or a replication, so others may be able to access data.",
  whatToDo: [
    "Look at what was changed; the alert lists operations and objects.",
    "Ask the administrator whether this was planned.",
    "If not, undo the change, and find out who has accessed the data since.",
  ],
  attack: [["Defense Evasion", "T1222"]],
  ...SHARED,
  needs: needs("exposureChanged"),
  levels: [{ severity: "medium", values: {} }],
  falsePositives: ["a driver that creates exports for containers; add its user and client as an exception"],
};

export const identityChanged: Detection = {
  id: "identityChanged",
  title: "Identity changed",
  meaning: "Somebody has changed the cluster's users, groups, roles, access tokens or directory service.",
  whatToDo: [
    "Look at what was changed; the alert lists operations and objects.",
    "Ask the administrator whether this was planned.",
    "If not, remove what was added, and revoke the access tokens.",
  ],
  attack: [["Persistence", "T1136"]],
  ...SHARED,
  needs: needs("identityChanged"),
  levels: [{ severity: "medium", values: {} }],
  falsePositives: ["an administrator who changes a password"],
};

export const platformTamper: Detection = {
  id: "platformTamper",
  title: "Platform changed",
  meaning: "Somebody has changed the cluster's clock, network, certificates or nodes, or has shut the cluster down.",
  whatToDo: [
    "Ask the administrator whether this was planned.",
    "If the clock was changed, compare EventTime with TimeGenerated, because the events have wrong times.",
    "If it was not planned, undo the change and change the password.",
  ],
  attack: [["Impact", "T1529"]],
  ...SHARED,
  needs: needs("platformTamper"),
  levels: [
    { severity: "high", values: {} },
    { severity: "medium", values: {} },
  ],
  falsePositives: ["planned maintenance"],
};
