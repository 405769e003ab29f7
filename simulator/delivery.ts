import { syslogContract } from "../components/syslogContract";
import type { Message } from "./qumulo/messages";
import type { SyslogRow } from "./workspace/syslog";

/** How many events were sent, and how many rows they became. */
export interface Delivery {
  /** Events that were sent. */
  readonly sent: number;
  /** Lines that reached the agent, except the forwarder's reports about itself. */
  readonly received: number;
  /** Events that no row contains unchanged. */
  readonly lost: number;
  /**
   * Surplus rows: the second row of an event that was sent once, and rows that nobody sent, for example changed events.
   */
  readonly duplicated: number;
  /** Rows, except those of the forwarder's reports about itself. */
  readonly rows: number;
}

/** App-names that mark lines in which the forwarder has encoded `;` and `%`. */
const ENCODED: readonly unknown[] = [syslogContract.appName.escaped, syslogContract.appName.unverified];

/** The marks that the forwarder puts before a message body. Example: `peer=10.0.0.1 time=2026-11-23T08:15:30Z `. */
const MARKS = new RegExp(`^(?:${syslogContract.peerMark}\\S+ )?(?:${syslogContract.timeMark}\\S+ )?`);

/** Returns a row's message body as the cluster sent it. */
export const bodyOf = ({ ProcessName, SyslogMessage }: Pick<SyslogRow, "ProcessName" | "SyslogMessage">): string => {
  const text = String(SyslogMessage);
  return ENCODED.includes(ProcessName) ? text.replace(MARKS, "").replaceAll("%3B", ";").replaceAll("%25", "%") : text;
};

const isEvent = ({ body }: Message): boolean => body !== undefined;
/** Whether a row is an event, and not a report of the forwarder about itself. */
export const isEventRow = ({ ProcessName }: SyslogRow): boolean => ProcessName !== syslogContract.appName.forwarder;
const keyOf = ({ host, body }: Message): string => `${host}\n${body}`;

/**
 * Returns a number for each event: how often the event was sent, minus how many rows it has. Example: 1 for a lost
 * event, -1 for a duplicated one. Two events are equal if their nodes and bodies are equal.
 */
function differencesByEvent(messages: readonly Message[], rows: readonly SyslogRow[]): Map<string, number> {
  const differences = new Map<string, number>();
  const count = (key: string, change: number) => differences.set(key, (differences.get(key) ?? 0) + change);
  for (const message of messages.filter(isEvent)) count(keyOf(message), 1);
  for (const row of rows.filter(isEventRow)) count(`${row.HostName}\n${bodyOf(row)}`, -1);
  return differences;
}

/** Returns the events that were sent more often than rows contain them unchanged. */
export function missingEvents(messages: readonly Message[], rows: readonly SyslogRow[]): Message[] {
  const differences = differencesByEvent(messages, rows);
  return messages.filter((message) => isEvent(message) && (differences.get(keyOf(message)) ?? 0) > 0);
}

/** Compares the messages that were sent with the table's rows. */
export function countDelivery(messages: readonly Message[], rows: readonly SyslogRow[], received: number): Delivery {
  const differences = [...differencesByEvent(messages, rows).values()];
  return {
    sent: messages.filter(isEvent).length,
    received,
    lost: differences.filter((count) => count > 0).reduce((sum, count) => sum + count, 0),
    duplicated: differences.filter((count) => count < 0).reduce((sum, count) => sum - count, 0),
    rows: rows.filter(isEventRow).length,
  };
}
