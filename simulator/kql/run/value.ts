/** A `dynamic` value. Integers above 2^53 are bigints. */
export type Dynamic =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Dynamic[]
  | { readonly [key: string]: Dynamic };

/**
 * A value of any KQL type. A `datetime` is a number of milliseconds since 1970, and a `timespan` a number of milliseconds. Both
 * may have fractions. A `string` is never null.
 */
export type Value = Dynamic;

/** Thrown for a query that uses a feature that is not implemented, so that no query gives a wrong result. */
export class NotImplemented extends Error {
  constructor(what: string) {
    super(`the interpreter does not implement ${what}`);
  }
}

export const isBag = (value: Value): value is { readonly [key: string]: Dynamic } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const isArray = (value: Value): value is readonly Dynamic[] => Array.isArray(value);

/** Returns the value of an empty cell in a column of this type. */
export const noneOf = (type: string): Value => (type === "string" ? "" : null);

/** Converts a value to a number. Null for a value that is neither a number nor a boolean. */
export function numberOf(value: Value | undefined): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "boolean" ? Number(value) : null;
}

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

/** Returns the fraction of a second as seven digits. The last is 0, because a JavaScript number holds only microseconds. */
const fraction = (milliseconds: number): string =>
  `${pad(Math.round((milliseconds - Math.floor(milliseconds / 1000) * 1000) * 1000), 6)}0`;

/**
 * Formats a time. Example: `2026-11-23T08:15:30.1234560Z`.
 * Source: learn.microsoft.com/kusto/query/scalar-data-types/datetime.
 */
export function datetimeText(milliseconds: number): string {
  const rounded = Math.round(milliseconds * 1000) / 1000;
  return `${new Date(Math.floor(rounded / 1000) * 1000).toISOString().slice(0, 19)}.${fraction(rounded)}Z`;
}

/** Formats a timespan. Example: `1.02:03:04.5000000`. Source: learn.microsoft.com/kusto/query/scalar-data-types/timespan. */
export function timespanText(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const seconds = Math.floor(size / 1000);
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const below = fraction(size);
  return `${milliseconds < 0 ? "-" : ""}${days > 0 ? `${days}.` : ""}${clock.map((part) => pad(part, 2)).join(":")}${
    below === "0000000" ? "" : `.${below}`
  }`;
}

/** Formats a dynamic value as JSON without spaces. */
export function jsonText(value: Dynamic): string {
  if (typeof value === "bigint") return value.toString();
  if (isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (isBag(value))
    return `{${Object.entries(value)
      .map(([key, part]) => `${JSON.stringify(key)}:${jsonText(part)}`)
      .join(",")}}`;
  return JSON.stringify(value);
}

/** `tostring`. Null gives an empty string. */
export function textOf(value: Value | undefined, type: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (type === "datetime" && typeof value === "number") return datetimeText(value);
  if (type === "timespan" && typeof value === "number") return timespanText(value);
  if (typeof value === "boolean")
    return value ? (type === "dynamic" ? "true" : "True") : type === "dynamic" ? "false" : "False";
  if (typeof value === "number") return type === "real" ? realText(value) : String(value);
  return jsonText(value);
}

const realText = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** Returns a key that is the same for equal values. Dynamic values are equal if their JSON is. */
export const keyOf = (value: Value | undefined): string =>
  value === null || value === undefined
    ? "n"
    : typeof value === "object"
      ? `o${jsonText(value)}`
      : `${typeof value === "string" ? "s" : "v"}${value}`;

/** Compares two values. The result has the sign that Array.sort expects. Null is the smallest value. */
export function compare(left: Value | undefined, right: Value | undefined): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [left ?? null, right ?? null];
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return x - y;
  const [s, t] = [keyOf(a), keyOf(b)];
  return s < t ? -1 : s > t ? 1 : 0;
}
