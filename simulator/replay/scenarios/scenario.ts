import { type ReplayEvent, repeat } from "../../../components/detections/replayCase";

/** A day on a cluster, with or without an attack. */
export interface Scenario {
  /** Example: `ransomware`. */
  readonly name: string;
  /** What happens. Example: `one of three nodes falls silent`. */
  readonly description: string;
  /** Returns the events. `at` is the number of seconds since midnight, in UTC. All calls return the same events. */
  readonly events: () => ReplayEvent[];
}

export const MINUTE = 60;

/** When the attacks start, in seconds since midnight: at 18:01. */
export const ATTACK = (18 * 60 + 1) * MINUTE;

/** How many nodes the scenarios' cluster has. */
export const NODES = 3;

/** Returns the number of the node that serves an event's client, from 1. */
export const nodeOf = ({ client = "" }: ReplayEvent): number => (Number(client.split(".").at(-1)) % NODES) + 1;

/** Returns events at a rate, in events per second. The first event happens `start` seconds after the attack's start. */
export const atRate = (
  rate: number,
  count: number,
  start: number,
  event: (index: number) => Omit<ReplayEvent, "at">,
): ReplayEvent[] => repeat(count, (index) => ({ at: ATTACK + start + index / rate, ...event(index) }));

/** Returns events in the order in which they happen. */
export const inOrder = (events: readonly ReplayEvent[]): ReplayEvent[] => [...events].sort((a, b) => a.at - b.at);
