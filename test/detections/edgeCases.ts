import type { ReplayCase, ReplayEvent } from "../../components/detections/replayCase";
import type { Rule } from "../../components/detections/rules";

/** A case with the time of its alerts' first event, in seconds from the start of the replay. */
export interface EdgeCase extends ReplayCase {
  readonly firstEvent?: number;
}

/** The time of the decisive run for a case with late events, in seconds from the start of the replay. */
const RUN = 7200;
/** Events that happen before the start are history. */
const HISTORY = 0;
const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** Returns the time parameter of a rule's query with this name, in seconds. Example: 7200 for `let from = ago(2h);`. */
function parameter({ query }: Rule, name: string): number | undefined {
  const [, number, unit = ""] = new RegExp(`^let ${name} = (?:ago\\()?(\\d+)([mhd])\\)?;$`, "m").exec(query) ?? [];
  return number === undefined ? undefined : Number(number) * (SECONDS[unit] ?? Number.NaN);
}

const lastOf = (events: readonly ReplayEvent[]): number => Math.max(...events.map(({ at }) => at));

/** Returns the time of the first event with the same operation as the last event. */
function firstOf(events: readonly ReplayEvent[]): number {
  const recent = events.filter(({ at }) => at >= HISTORY);
  const operation = recent.at(-1)?.operation;
  return Math.min(...recent.filter((event) => event.operation === operation).map(({ at }) => at));
}

/** Moves events so that the last one happens at `last`, and all arrive at `arrival`. History keeps its delay. */
function moved(events: readonly ReplayEvent[], last: number, arrival: number): ReplayEvent[] {
  const by = last - lastOf(events);
  return events.map((event) => ({
    ...event,
    at: event.at + by,
    ...(event.at < HISTORY ? {} : { delay: arrival - event.at - by }),
  }));
}

/** Returns the attack half a second too old and half a second too young to be late. */
function lateCases(attack: ReplayCase, lateAfter: number): EdgeCase[] {
  return [true, false].map((isLate) => {
    const events = moved(attack.events, RUN - lateAfter + (isLate ? -0.5 : 0.5), RUN - 10);
    const by = lastOf(events) - lastOf(attack.events);
    const name = `${attack.name}, half a second too ${isLate ? "old" : "young"} to be late`;
    return { ...attack, name, isLate, events, firstEvent: firstOf(attack.events) + by };
  });
}

/** Returns the attack with its first event half a second too early and just in time to be read, and all others late. */
function lookBackCases(attack: ReplayCase, lookBack: number): EdgeCase[] {
  const events = moved(attack.events, RUN - lookBack - 60, RUN - 10);
  return [true, false].map((isRead) => ({
    ...attack,
    name: `${attack.name}, whose first event arrives half a second ${isRead ? "in time" : "too early"} to be read`,
    isLate: true,
    alerts: isRead ? attack.alerts : [],
    events: events.map((event, index) =>
      index === 0 ? { ...event, delay: RUN - lookBack + (isRead ? 0.5 : -0.5) - event.at } : event,
    ),
  }));
}

/** Returns the attack spread over half a second less and half a second more than a window. */
function windowCases(attack: ReplayCase, window: number): EdgeCase[] {
  return [-0.5, 0.5].map((change) => ({
    ...attack,
    name: `${attack.name}, spread over ${window + change} seconds`,
    alerts: change < 0 ? attack.alerts : [],
    events: attack.events.map((event) => ({ ...event, at: (event.at * (window + change)) / lastOf(attack.events) })),
  }));
}

/** Returns attacks that fail or do something else, and attacks of which half happen elsewhere. */
function harmless(attack: ReplayCase, rule: Rule): EdgeCase[] {
  const near = (what: string, change: (event: ReplayEvent, index: number) => ReplayEvent): EdgeCase => ({
    ...attack,
    name: `${attack.name}, but ${what}`,
    alerts: [],
    events: attack.events.map((event, index) => (event.at < HISTORY ? event : change(event, index))),
  });
  const found: EdgeCase[] = [];
  if (rule.name !== "unknownSender-medium")
    found.push(near("without success", (event) => ({ ...event, status: "fs_no_such_entry_error" })));
  if (/OperationClass (in|==)/.test(rule.query) && !/treeDelete|honeyPath/.test(rule.name))
    found.push(
      near("to the settings of what they are named after", ({ operation = "fs_read_data", ...event }) => ({
        ...event,
        operation: `${operation}_settings`,
      })),
    );
  return found;
}

/** Returns bursts of which a part is elsewhere, or of which a part does not count. */
function parts(attack: ReplayCase, rule: Rule): EdgeCase[] {
  const half = (index: number) => index < attack.events.length / 2;
  const [first] = attack.events;
  const early = (path: string) => path.replace(/[^/]*$/, "early-$&");
  // These detections count over all actors.
  const isOverActors = /^(newExtension-high|loginFailures-users)$/.test(rule.name);
  const byTwo: EdgeCase = {
    ...attack,
    name: `${attack.name}, half of them by each of two users`,
    alerts: [],
    events: attack.events.map((event, index) => (half(index) ? event : { ...event, user: "AD\\mallory" })),
  };
  return [
    ...(isOverActors ? [] : [byTwo]),
    {
      ...attack,
      name: `${attack.name}, half of them on each of two clusters`,
      alerts: [],
      events: attack.events.map((event, index) => ({ ...event, cluster: half(index) ? "nas" : "nas2" })),
    },
    {
      ...attack,
      name: `${attack.name}, with one event long before`,
      events: [
        {
          ...first,
          at: -6000,
          ...(first?.path === undefined ? {} : { path: early(first.path) }),
          ...(first?.target === undefined ? {} : { target: early(first.target) }),
        },
        ...attack.events,
      ],
      firstEvent: firstOf(attack.events),
    },
  ];
}

/** Returns cases that are made from a rule's attacks: at the edges of its times, and near misses. */
export function edgeCases(rule: Rule, cases: readonly ReplayCase[]): EdgeCase[] {
  const attacks = cases
    .filter(({ alerts, isLate }) => alerts.length === 1 && isLate !== true)
    .sort((a, b) => a.events.length - b.events.length);
  const bursts = attacks.filter(
    ({ events }) => events.length >= 10 && events.every(({ at, delay }) => at >= 0 && delay === undefined),
  );
  const [attack] = attacks;
  const [burst] = bursts;
  const [lateAfter, lookBack] = ["lateBefore", "from"].map((name) => parameter(rule, name));
  const found: EdgeCase[] = [];
  if (attack !== undefined) found.push(...harmless(attack, rule));
  if (attack !== undefined && lateAfter !== undefined) found.push(...lateCases(attack, lateAfter));
  if (burst !== undefined) found.push(...parts(burst, rule));
  if (burst !== undefined && lookBack !== undefined) found.push(...lookBackCases(burst, lookBack));
  for (const window of ["fastWindow", "window", "slowWindow"].map((name) => parameter(rule, name))) {
    const long = bursts.find(
      ({ events }) =>
        events.every(({ operation }) => operation === events[0]?.operation) &&
        lastOf(events) <= (window ?? 0) &&
        lastOf(events) > (window ?? 0) / 2,
    );
    if (window !== undefined && long !== undefined) found.push(...windowCases(long, window));
  }
  return found;
}
