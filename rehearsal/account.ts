import { wire } from "../components/wire";
import type { Message } from "./qumulo/messages";
import type { SyslogRow } from "./tables/syslog";

/** What became of the messages. */
export interface Account {
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
const ENCODED: readonly unknown[] = [wire.appName.escaped, wire.appName.unverified];

const PEER = new RegExp(`^${wire.peerMark}\\S+ `);

/** The body as the cluster sent it. */
export const bodyOf = ({ ProcessName, SyslogMessage }: Pick<SyslogRow, "ProcessName" | "SyslogMessage">): string => {
  const text = String(SyslogMessage);
  const body = ProcessName === wire.appName.unverified ? text.replace(PEER, "") : text;
  return ENCODED.includes(ProcessName) ? body.replaceAll("%3B", ";").replaceAll("%25", "%") : body;
};

/** Compares what was sent with what stands in the table: the same node, the same bytes, as often. */
export function account(messages: readonly Message[], rows: readonly SyslogRow[], received: number): Account {
  const eventRows = rows.filter(({ ProcessName }) => ProcessName !== wire.appName.forwarder);
  const open = new Map<string, number>();
  const count = (key: string, change: number) => open.set(key, (open.get(key) ?? 0) + change);
  const events = messages.filter(({ body }) => body !== undefined);
  for (const { host, body } of events) count(`${host}\n${body}`, 1);
  for (const row of eventRows) count(`${row.HostName}\n${bodyOf(row)}`, -1);
  const differences = [...open.values()];
  return {
    sent: events.length,
    received,
    lost: differences.filter((left) => left > 0).reduce((sum, left) => sum + left, 0),
    duplicated: differences.filter((left) => left < 0).reduce((sum, left) => sum - left, 0),
    rows: eventRows.length,
  };
}
