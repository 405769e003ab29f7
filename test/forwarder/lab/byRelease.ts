import type { Fault } from "./faults";

/** The faults that depend on the release of rsyslogd: on its queues, its stops and its speed. */
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
