/** The times of a row of QumuloEvents, and what they depend on. */
interface Times {
  readonly TimeGenerated?: unknown;
  readonly EventTime?: unknown;
  readonly ProcessName?: unknown;
}

const HOUR = 3_600_000;

/**
 * TimeGenerated that a row of Syslog would have in QumuloAudit_CL: the time of the event if that is at most a day old, not in
 * the future, and not from an unverified sender; the time of arrival otherwise.
 */
export function parsedTime({ TimeGenerated, EventTime, ProcessName }: Times): unknown {
  const age = Date.parse(String(TimeGenerated)) - Date.parse(String(EventTime));
  return age >= 0 && age < 24 * HOUR && ProcessName !== "qumulo-unverified" ? EventTime : TimeGenerated;
}
