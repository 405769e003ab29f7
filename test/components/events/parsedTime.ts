/** What a row of QumuloEvents says of its times. */
interface Times {
  readonly TimeGenerated?: unknown;
  readonly EventTime?: unknown;
  readonly ProcessName?: unknown;
}

const HOUR = 3_600_000;

/**
 * TimeGenerated of an event in the parsed table, from its row in Syslog: its own time where that is at most a day old, not to
 * come, and no claim of a sender that is not verified.
 */
export function parsedTime({ TimeGenerated, EventTime, ProcessName }: Times): unknown {
  const age = Date.parse(String(TimeGenerated)) - Date.parse(String(EventTime));
  return age >= 0 && age < 24 * HOUR && ProcessName !== "qumulo-unverified" ? EventTime : TimeGenerated;
}
