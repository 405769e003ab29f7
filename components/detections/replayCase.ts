/** An event in a replay. */
export interface ReplayEvent {
  /** When the event happens, in seconds from the start of the replay. Negative values are before the start. */
  readonly at: number;
  /** How long the event takes to arrive, in seconds. Default: 2. */
  readonly delay?: number;
  /** Default: `fs_read_data`. */
  readonly operation?: string;
  /** Default: `ok`. */
  readonly status?: string;
  /** Default: `AD\eve`. */
  readonly user?: string;
  /** The user's SID and Qumulo id, which only events in JSON contain. Default: the event is in CSV. */
  readonly ids?: { readonly sid: string; readonly authId: string };
  /** Default: `10.0.0.1`. */
  readonly client?: string;
  /** Default: `smb2`. */
  readonly protocol?: string;
  readonly path?: string;
  readonly target?: string;
  /** Default: `nas`. */
  readonly cluster?: string;
  /** The object `details` of an event in JSON, without its path. Default: the event is in CSV. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The number of the node that sends the event. Default: 1. */
  readonly node?: number;
  /** Whether the sender's address is outside the cluster's ranges. Default: false. */
  readonly isUnverified?: boolean;
}

/** Events, and the alerts that a rule must raise for them. */
export interface ReplayCase {
  /** Completes the test titles "fires for …" and "does not fire for …". Example: `1,000 files within five minutes`. */
  readonly name: string;
  /** The rule to replay. Example: `massDelete-high`. */
  readonly rule: string;
  /** The alerts, each with the values of its dimensions and its count. A case without alerts is a near miss. */
  readonly alerts: readonly (readonly (string | number)[])[];
  /** Whether the alerts are marked as late. Default: false. */
  readonly isLate?: boolean;
  readonly events: readonly ReplayEvent[];
}

/**
 * Calls `event` with each index from 0 to `count` - 1, and returns the resulting events.
 * Example: `repeat(3, (index) => ({ at: index }))`.
 */
export const repeat = (count: number, event: (index: number) => ReplayEvent): ReplayEvent[] =>
  Array.from({ length: count }, (_, index) => event(index));

/** Returns events that are spread evenly over a number of seconds. */
export const spread = (
  count: number,
  seconds: number,
  event: (index: number) => Omit<ReplayEvent, "at">,
  start = 0,
): ReplayEvent[] => repeat(count, (index) => ({ at: start + (index * seconds) / count, ...event(index) }));
