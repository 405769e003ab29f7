import { fillFile } from "../../filePlaces";

/** How long the agent may take, in seconds; and what it keeps when all is sent, in KB. */
export interface Patience {
  /** Before this the cache says nothing: what is sent is deleted after about a minute. */
  readonly settle: number;
  readonly deadline: number;
  /** Source: about 650 MB are normal without a backlog (azure-monitor-agent troubleshooting, rsyslog). */
  readonly limit: number;
}

const PATIENCE: Patience = { settle: 120, deadline: 900, limit: 700 * 1024 };

/** The script that closes the machine's sessions and ends well once the agent's cache is drained. */
export const leaveScript = (patience: Patience = PATIENCE): string => fillFile(__dirname, "leave.sh", { ...patience });
