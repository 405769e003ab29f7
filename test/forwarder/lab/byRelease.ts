import type { Fault } from "./faults";

/** The faults whose effect depends on the rsyslog release, because queues, stops or speed differ between releases. */
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
