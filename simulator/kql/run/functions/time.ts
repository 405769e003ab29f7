import { NotImplemented, numberOf, type Value } from "../value";
import { ofNumbers, type Scalar, text } from "./function";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = {
  d: DAY,
  day: DAY,
  days: DAY,
  h: HOUR,
  hr: HOUR,
  hrs: HOUR,
  hour: HOUR,
  hours: HOUR,
  m: MINUTE,
  min: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  s: SECOND,
  sec: SECOND,
  second: SECOND,
  seconds: SECOND,
  ms: 1,
  milli: 1,
  millis: 1,
  millisecond: 1,
  milliseconds: 1,
  micro: 0.001,
  micros: 0.001,
  microsecond: 0.001,
  microseconds: 0.001,
  tick: 0.0001,
  ticks: 0.0001,
};

/** Converts a timespan to milliseconds. Examples: `5m`, `1.5h`, `1.02:03:04.5`. Undefined if the text is not a timespan. */
export function readTimespan(value: string): number | undefined {
  const [, count, unit] = /^(-?\d+(?:\.\d+)?)([a-z]+)$/.exec(value.trim()) ?? [];
  const size = UNITS[unit ?? ""];
  if (count !== undefined && size !== undefined) return Number(count) * size;
  // Example: `-1.02:03:04.5`.
  const [, sign, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?$/.exec(value.trim()) ?? [];
  if (minutes === 0 && hours === 0 && !/:/.test(value))
    return /^\d+$/.test(value.trim()) ? Number(value) * DAY : undefined;
  const whole = Number(days) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  return sign === undefined ? whole : -whole;
}

// ISO 8601. Trailing parts may be missing, and a space may replace the T. A time without a zone is UTC.
// Examples: `2026-11-23`, `2026-11-23 08:15`, `2026-11-23T08:15:30.1234567+01:00`.
const DATETIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[-+]\d{2}:?\d{2})?)?$/;

// A date with the month first, which is the format of .NET's invariant culture. Example: `11/23/2026 08:15:30`.
// Source: the examples in learn.microsoft.com/kusto/query/parse-operator.
const MONTH_FIRST = /^(\d{2})\/(\d{2})\/(\d{4})(?= )/;

/**
 * Converts a time to milliseconds since 1970. Undefined if the text is not a time. Digits of the fraction after the sixth are
 * dropped, because a JavaScript number cannot hold more than microseconds.
 */
export function readDatetime(value: string): number | undefined {
  const [whole, year, month, day, hour = 0, minute = 0, second = 0, below = "", zone = "Z"] =
    DATETIME.exec(value.trim().replace(MONTH_FIRST, "$3-$1-$2")) ?? [];
  if (whole === undefined) return undefined;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const start = Date.UTC(y, m - 1, d, Number(hour), Number(minute), Number(second));
  const date = new Date(Date.UTC(y, m - 1, d));
  if (date.getUTCDate() !== d || date.getUTCMonth() !== m - 1) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const [, sign, hours = 0, minutes = 0] = /^([-+])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * MINUTE * (sign === "-" ? -1 : 1);
  return start + Number(below.padEnd(6, "0").slice(0, 6)) / 1000 - shift;
}

const toDatetime: Scalar = ([value = null]) =>
  typeof value === "string" ? (readDatetime(value) ?? null) : numberOf(value);

const startOf = (find: (date: Date, offset: number) => number): Scalar =>
  ofNumbers((time, offset = 0) => find(new Date(Math.floor(time)), offset));
const dayOf = (date: Date): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  year: (date) => date.getUTCFullYear(),
  quarter: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  month: (date) => date.getUTCMonth() + 1,
  day: (date) => date.getUTCDate(),
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  second: (date) => date.getUTCSeconds(),
  millisecond: (date) => date.getUTCMilliseconds(),
  dayofyear: (date) => Math.floor((dayOf(date) - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1,
};

const part = (name: string) => {
  const found = PARTS[name.toLowerCase()];
  if (found === undefined) throw new NotImplemented(`the part ${name} of a time`);
  return found;
};

const SPANS: Readonly<Record<string, number>> = {
  week: 7 * DAY,
  day: DAY,
  hour: HOUR,
  minute: MINUTE,
  second: SECOND,
  millisecond: 1,
};

function add(unit: string, count: number, time: number): number {
  const span = SPANS[unit];
  if (span !== undefined) return time + count * span;
  const months = { year: 12, quarter: 3, month: 1 }[unit];
  if (months === undefined) throw new NotImplemented(`datetime_add by ${unit}`);
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months * count);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

/** Returns the number of unit boundaries between two times. Example: between 23:59 and 00:01 there is one day boundary. */
function difference(unit: string, later: number, earlier: number): number {
  const span = SPANS[unit];
  if (span !== undefined && unit !== "week") return Math.floor(later / span) - Math.floor(earlier / span);
  const months = (time: number) => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth();
  if (unit === "month") return months(later) - months(earlier);
  if (unit === "year") return new Date(later).getUTCFullYear() - new Date(earlier).getUTCFullYear();
  throw new NotImplemented(`datetime_diff by ${unit}`);
}

function format(time: number, pattern: string): string {
  const date = new Date(Math.floor(time));
  const two = (value: number) => String(value).padStart(2, "0");
  const ticks = `${String(Math.round((time - Math.floor(time / 1000) * 1000) * 1000)).padStart(6, "0")}0`;
  const values: Readonly<Record<string, string>> = {
    yyyy: String(date.getUTCFullYear()),
    yy: two(date.getUTCFullYear() % 100),
    MM: two(date.getUTCMonth() + 1),
    M: String(date.getUTCMonth() + 1),
    dd: two(date.getUTCDate()),
    d: String(date.getUTCDate()),
    HH: two(date.getUTCHours()),
    H: String(date.getUTCHours()),
    mm: two(date.getUTCMinutes()),
    m: String(date.getUTCMinutes()),
    ss: two(date.getUTCSeconds()),
    s: String(date.getUTCSeconds()),
  };
  return pattern.replace(/yyyy|yy|MM|M|dd|d|HH|H|mm|m|ss|s|f+|[a-zA-Z]+/g, (token) => {
    if (/^f{1,7}$/.test(token)) return ticks.slice(0, token.length);
    const found = values[token];
    if (found === undefined) throw new NotImplemented(`${token} in a time format`);
    return found;
  });
}

/** Date and time functions, except those that read the clock, which are in lazyFunctions.ts. */
export const timeFunctions: Readonly<Record<string, Scalar>> = {
  todatetime: toDatetime,
  totimespan: ([value = null]) => (typeof value === "string" ? (readTimespan(value) ?? null) : numberOf(value)),
  startofday: startOf((date, offset) => dayOf(date) + offset * DAY),
  startofweek: startOf((date, offset) => dayOf(date) - date.getUTCDay() * DAY + offset * 7 * DAY),
  startofmonth: startOf((date, offset) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1)),
  startofyear: startOf((date, offset) => Date.UTC(date.getUTCFullYear() + offset, 0, 1)),
  dayofweek: ofNumbers((time) => new Date(time).getUTCDay() * DAY),
  dayofmonth: ofNumbers((time) => new Date(time).getUTCDate()),
  dayofyear: ofNumbers((time) => part("dayofyear")(new Date(time))),
  getyear: ofNumbers((time) => new Date(time).getUTCFullYear()),
  getmonth: ofNumbers((time) => new Date(time).getUTCMonth() + 1),
  monthofyear: ofNumbers((time) => new Date(time).getUTCMonth() + 1),
  hourofday: ofNumbers((time) => new Date(time).getUTCHours()),
  datetime_part: (values, types) =>
    typeof values[1] === "number" ? part(text(values, types, 0))(new Date(Math.floor(values[1]))) : null,
  datetime_add: (values, types) =>
    typeof values[2] === "number" ? add(text(values, types, 0).toLowerCase(), Number(values[1]), values[2]) : null,
  datetime_diff: (values, types) =>
    typeof values[1] === "number" && typeof values[2] === "number"
      ? difference(text(values, types, 0).toLowerCase(), values[1], values[2])
      : null,
  format_datetime: (values, types) => (typeof values[0] === "number" ? format(values[0], text(values, types, 1)) : ""),
  make_datetime: ofNumbers(
    (year, month, day, hour = 0, minute = 0, second = 0) =>
      Date.UTC(year, month - 1, day, hour, minute) + second * SECOND,
  ),
  unixtime_seconds_todatetime: ofNumbers((seconds) => seconds * SECOND),
  unixtime_milliseconds_todatetime: ofNumbers((milliseconds) => milliseconds),
};

/** Returns the value of a datetime or timespan literal. Examples: `5m`, `datetime(2026-11-23)`, `time(1.00:00:00)`. */
export function timeLiteral(kind: "datetime" | "timespan", text: string): Value {
  const [, inner = text] = /^\w+\((.*)\)$/s.exec(text) ?? [];
  const bare = inner.trim().replace(/^(["'])(.*)\1$/s, "$2");
  if (bare === "null") return null;
  const value = kind === "datetime" ? readDatetime(bare) : readTimespan(bare);
  if (value === undefined) throw new NotImplemented(`the literal ${text}`);
  return value;
}
