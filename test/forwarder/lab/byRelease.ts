import type { Fault } from "./faults";

/** Where the release of rsyslogd can matter: its queues, its stops and its speed. */
export const BY_RELEASE: readonly Fault[] = [
  "agentKilled",
  "flood",
  "fullDisk",
  "killedWithBacklog",
  "restart",
  "restartAgentAway",
  "spoolFull",
  "steady",
  "terminatedWithBacklog",
  "unreadableIndex",
];
