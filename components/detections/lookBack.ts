/** Azure lets an alert rule read at most two days. Source: learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule. */
const MOST_MINUTES = 2 * 24 * 60;

const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 };

/** Returns a duration in minutes; undefined if the text is not a duration. Example: `minutesOf("2h")` is 120. */
export function minutesOf(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const minutes = UNITS[unit];
  return number === undefined || minutes === undefined ? undefined : Number(number) * minutes;
}

/** Returns how far back a query reads by default, in minutes; 0 if it reads only the time since the previous run. */
const defaultLookBack = (defaults: ReadonlyMap<string, string>): number =>
  minutesOf(/^ago\((\w+)\)$/.exec(defaults.get("from") ?? "")?.[1] ?? "") ?? 0;

/** Returns the number of minutes by which a duration exceeds its default; 0 if it does not. */
const excess = (value: string, fallback: string | undefined): number =>
  Math.max(0, (minutesOf(value) ?? 0) - (minutesOf(fallback ?? "") ?? 0));

/**
 * Returns the longest duration that a parameter may have, in minutes, so that the query still fits in the two days. The
 * duration is rounded down to whole hours.
 */
export function longest(defaults: ReadonlyMap<string, string>, name: string): number {
  const minutes = (minutesOf(defaults.get(name) ?? "") ?? 0) + MOST_MINUTES - defaultLookBack(defaults);
  return minutes - (minutes % 60);
}

/**
 * Returns the value of `from` for a query whose durations the settings have changed. The largest increase of a duration is
 * added to the default of `from`, so that late events are covered as before. Undefined if no duration has increased.
 */
export function lookBack(
  defaults: ReadonlyMap<string, string>,
  changed: Readonly<Record<string, string>>,
): string | undefined {
  const more = Math.max(0, ...Object.entries(changed).map(([name, value]) => excess(value, defaults.get(name))));
  return more === 0 || !defaults.has("from") ? undefined : `ago(${defaultLookBack(defaults) + more}m)`;
}
