import { numberOf, textOf, type Value } from "../value";
import { ofNumbers, type Scalar } from "./function";

const whole = (text: string): number | null => {
  const trimmed = text.trim();
  if (/^[-+]?\d+$/.test(trimmed)) return Number(trimmed);
  if (/^0x[0-9a-f]+$/i.test(trimmed)) return Number(trimmed);
  return /^[-+]?\d*\.\d+$/.test(trimmed) ? Math.trunc(Number(trimmed)) : null;
};

/** `tolong` and `toint`. A string that is not a number gives null, and a real loses its fraction. */
const toWhole =
  (limit: number): Scalar =>
  ([value = null]) => {
    const number = typeof value === "string" ? whole(value) : numberOf(value);
    if (number === null || !Number.isFinite(number)) return null;
    const cut = Math.trunc(number);
    return Math.abs(cut) > limit ? null : cut;
  };

const toReal: Scalar = ([value = null]) => {
  if (typeof value !== "string") return numberOf(value);
  return value.trim() === "" || Number.isNaN(Number(value)) ? null : Number(value);
};

const toBool: Scalar = ([value = null]) => {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  const text = textOf(value, "string").toLowerCase();
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : null;
};

/** `bin`. Rounds down to a multiple of `size`, counted from `offset`. Negative numbers are also rounded down. */
export const binOf = (value: Value, size: Value, offset: Value = 0): Value =>
  typeof value === "number" && typeof size === "number" && size > 0
    ? Math.floor((value - (numberOf(offset) ?? 0)) / size) * size + (numberOf(offset) ?? 0)
    : null;

const extreme =
  (better: (left: number, right: number) => boolean): Scalar =>
  (values) => {
    const numbers = values.filter((value): value is number => typeof value === "number");
    return numbers.length === 0 ? null : numbers.reduce((best, value) => (better(value, best) ? value : best));
  };

export const numberFunctions: Readonly<Record<string, Scalar>> = {
  abs: ofNumbers(Math.abs),
  ceiling: ofNumbers(Math.ceil),
  floor: ([value = null, size = 1]) => binOf(value, size),
  bin: ([value = null, size = 1]) => binOf(value, size),
  bin_at: ([value = null, size = 1, fixed = 0]) => binOf(value, size, fixed),
  round: ofNumbers((value, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits),
  sign: ofNumbers(Math.sign),
  sqrt: ofNumbers((value) => (value < 0 ? null : Math.sqrt(value))),
  pow: ofNumbers((base, exponent) => base ** exponent),
  exp: ofNumbers(Math.exp),
  log: ofNumbers((value) => (value <= 0 ? null : Math.log(value))),
  log2: ofNumbers((value) => (value <= 0 ? null : Math.log2(value))),
  log10: ofNumbers((value) => (value <= 0 ? null : Math.log10(value))),
  tolong: toWhole(2 ** 63),
  toint: toWhole(2 ** 31 - 1),
  toreal: toReal,
  todouble: toReal,
  tobool: toBool,
  toboolean: toBool,
  max_of: extreme((left, right) => left > right),
  min_of: extreme((left, right) => left < right),
  binary_and: ofNumbers((left, right) => Number(BigInt(left) & BigInt(right))),
  binary_or: ofNumbers((left, right) => Number(BigInt(left) | BigInt(right))),
};
