/** The columns of a Syslog row from which its TimeGenerated in QumuloAudit_CL is computed. */
interface Times {
  readonly TimeGenerated?: unknown;
  readonly EventTime?: unknown;
  readonly ProcessName?: unknown;
}

const HOUR = 3_600_000;

/**
 * Returns the TimeGenerated that a Syslog row would have in QumuloAudit_CL: the event's time, if the sender is verified and the
 * event arrived between 0 and 24 hours later, or else the time of arrival.
 */
export function parsedTime({ TimeGenerated, EventTime, ProcessName }: Times): unknown {
  const age = Date.parse(String(TimeGenerated)) - Date.parse(String(EventTime));
  return age >= 0 && age < 24 * HOUR && ProcessName !== "qumulo-unverified" ? EventTime : TimeGenerated;
}
