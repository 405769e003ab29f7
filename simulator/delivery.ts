import { syslogContract } from "../components/syslogContract";
import type { Message } from "./qumulo/messages";
import type { SyslogRow } from "./workspace/syslog";

/** What became of the messages. */
export interface Delivery {
  /** Qumulo events that were sent. */
  readonly sent: number;
  /** Events that reached the agent. */
  readonly received: number;
  /** Events without a row. */
  readonly lost: number;
  /** Rows beyond the one that an event has. */
  readonly duplicated: number;
  /** Rows of events in the table. */
  readonly rows: number;
}

/** App-names under which the forwarder encodes `;` and `%`. */
const ENCODED: readonly unknown[] = [syslogContract.appName.escaped, syslogContract.appName.unverified];

/** What the forwarder puts in front of a body. */
const MARKS = new RegExp(`^(?:${syslogContract.peerMark}\\S+ )?(?:${syslogContract.timeMark}\\S+ )?`);

/** The body as the cluster sent it. */
export const bodyOf = ({ ProcessName, SyslogMessage }: Pick<SyslogRow, "ProcessName" | "SyslogMessage">): string => {
  const text = String(SyslogMessage);
  return ENCODED.includes(ProcessName) ? text.replace(MARKS, "").replaceAll("%3B", ";").replaceAll("%25", "%") : text;
};

const isEvent = ({ body }: Message): boolean => body !== undefined;
const isEventRow = ({ ProcessName }: SyslogRow): boolean => ProcessName !== syslogContract.appName.forwarder;
const keyOf = ({ host, body }: Message): string => `${host}\n${body}`;

/** How many more of each event were sent than stand in the table: the same node, the same bytes. */
function openEvents(messages: readonly Message[], rows: readonly SyslogRow[]): Map<string, number> {
  const open = new Map<string, number>();
  const count = (key: string, change: number) => open.set(key, (open.get(key) ?? 0) + change);
  for (const message of messages.filter(isEvent)) count(keyOf(message), 1);
  for (const row of rows.filter(isEventRow)) count(`${row.HostName}\n${bodyOf(row)}`, -1);
  return open;
}

/** Events that stand in no row as they were sent. */
export function missingEvents(messages: readonly Message[], rows: readonly SyslogRow[]): Message[] {
  const open = openEvents(messages, rows);
  return messages.filter((message) => isEvent(message) && (open.get(keyOf(message)) ?? 0) > 0);
}

/** Compares what was sent with what stands in the table, each event as often as it was sent. */
export function countDelivery(messages: readonly Message[], rows: readonly SyslogRow[], received: number): Delivery {
  const differences = [...openEvents(messages, rows).values()];
  return {
    sent: messages.filter(isEvent).length,
    received,
    lost: differences.filter((left) => left > 0).reduce((sum, left) => sum + left, 0),
    duplicated: differences.filter((left) => left < 0).reduce((sum, left) => sum - left, 0),
    rows: rows.filter(isEventRow).length,
  };
}
