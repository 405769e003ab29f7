import { renderFile } from "../../fileTemplate";
import { syslogContract } from "../../syslogContract";

/** How long the agent may take, in seconds; and what it keeps when all is sent, in KB. */
export interface Patience {
  /** Before this the cache says nothing: what is sent is deleted after about a minute. */
  readonly settle: number;
  readonly deadline: number;
  /** Source: about 650 MB are normal without a backlog (azure-monitor-agent troubleshooting, rsyslog). */
  readonly limit: number;
  /** After this the machine takes senders again, in seconds: the deadline, and the time that Azure takes to delete it. */
  readonly away: number;
}

const PATIENCE: Patience = { settle: 120, deadline: 900, limit: 700 * 1024, away: 1800 };

/** The longest that a machine is without senders where it is not deleted after all. */
export const LEAVES_FOR_MINUTES = PATIENCE.away / 60;

/** The script that closes the machine's sessions and ends well once the agent's cache is drained. */
export const drainScript = (patience: Patience = PATIENCE): string =>
  renderFile(__dirname, "drain.sh", { ...patience });

/** The script that ends well once the machine takes senders, also where it had let go of them. */
export const takeScript = (): string => renderFile(__dirname, "take.sh", { port: syslogContract.machinePort });
