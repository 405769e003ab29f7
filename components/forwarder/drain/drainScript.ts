import { renderFile } from "../../fileTemplate";
import { syslogContract } from "../../syslogContract";

/** Limits for the script that drains a machine. */
export interface DrainLimits {
  /** Seconds before the size of the agent's cache is checked: sent events stay in the cache for about a minute. */
  readonly settle: number;
  /** Seconds until the script gives up and the machine receives events again. */
  readonly deadline: number;
  /**
   * Largest size of the agent's cache, in KB, that counts as empty. About 650 MB are normal without a backlog.
   * Source: learn.microsoft.com, Azure Monitor Agent troubleshooting, rsyslog.
   */
  readonly limit: number;
  /**
   * Seconds until the machine receives events again if it is not deleted: the deadline plus the time that Azure needs for
   * the deletion.
   */
  readonly away: number;
}

const LIMITS: DrainLimits = { settle: 120, deadline: 900, limit: 700 * 1024, away: 1800 };

/** Minutes from the start of a drain until the machine receives events again if it is not deleted. */
export const DRAINED_FOR_MINUTES = LIMITS.away / 60;

/** Renders the script that closes the machine's sessions and succeeds once the agent has sent its cache. */
export const drainScript = ({ settle, deadline, limit, away }: DrainLimits = LIMITS): string =>
  renderFile(__dirname, "drain.sh", { settle, deadline, limit, away });

/**
 * Renders the script that makes the machine accept sessions, even after a drain. The script succeeds once the machine listens.
 */
export const takeScript = (): string => renderFile(__dirname, "take.sh", { port: syslogContract.machinePort });
