import { bodyOf, isEventRow } from "../delivery";
import { headerTime } from "../qumulo/messages";
import type { SentMessage } from "../sentMessages";
import type { SyslogRow } from "../workspace/syslog";

/** How long an event takes to arrive, in milliseconds, if nothing else is known. */
const USUAL_DELAY = 2_000;

/** The rows of a rehearsal. */
export interface ArrivedRows {
  /** All rows. */
  readonly all: readonly SyslogRow[];
  /** The rows that the detections read. */
  readonly replayed: readonly SyslogRow[];
}

/** Returns a key that is the same for a message and for its row. */
const keyOf = (host: string, body: string | undefined, time: string | undefined): string =>
  [host, body, time === undefined ? "" : Date.parse(time)].join("\n");

/**
 * Sets each row's time of arrival (TimeGenerated) to the time that its message asks for. A row that is not replayed
 * keeps its TimeGenerated. All other columns stay as the agent has made them.
 */
export function withArrivals(rows: readonly SyslogRow[], messages: readonly SentMessage[]): ArrivedRows {
  // The arrivals of equal messages, the last first.
  const arrivals = new Map<string, SentMessage["arrival"][]>();
  for (const { host, line, body, arrival } of [...messages].reverse()) {
    const key = keyOf(host, body, headerTime(line.toString()));
    const same = arrivals.get(key);
    if (same === undefined) arrivals.set(key, [arrival]);
    else same.push(arrival);
  }
  const take = (row: SyslogRow): SentMessage["arrival"] => {
    const [host, body] = [String(row.HostName), bodyOf(row)];
    // If a message has no time in its header, its row's EventTime is the time at which rsyslogd received it.
    const same = [keyOf(host, body, String(row.EventTime)), keyOf(host, body, undefined)].find(
      (key) => (arrivals.get(key)?.length ?? 0) > 0,
    );
    // The forwarder has changed a row that equals no message. Such a row is replayed, too.
    return (same === undefined ? undefined : arrivals.get(same)?.pop()) ?? "afterEvent";
  };
  const all: SyslogRow[] = [];
  const replayed: SyslogRow[] = [];
  for (const row of rows) {
    const arrival = isEventRow(row) ? take(row) : "never";
    const time = arrival === "afterEvent" ? Date.parse(String(row.EventTime)) + USUAL_DELAY : arrival;
    if (time === "never" || Number.isNaN(time)) all.push(row);
    else {
      const arrived = { ...row, TimeGenerated: new Date(time).toISOString() };
      all.push(arrived);
      replayed.push(arrived);
    }
  }
  return { all, replayed };
}
