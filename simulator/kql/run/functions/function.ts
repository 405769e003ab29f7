import { type Dynamic, textOf, type Value } from "../value";

/** Computes a scalar function's result from the arguments' values and types. */
export type Scalar = (values: readonly Value[], types: readonly string[]) => Value;

/** Returns an argument as a string. A missing argument gives an empty string. */
export const text = (values: readonly Value[], types: readonly string[], index: number): string =>
  textOf(values[index], types[index] ?? "string");

/** Makes a function that gets all its arguments as strings. */
export const ofText =
  (compute: (...texts: string[]) => Value): Scalar =>
  (values, types) =>
    compute(...values.map((_, index) => text(values, types, index)));

/** Makes a function that gets numbers. The result is null if an argument is not a number. */
export const ofNumbers =
  (compute: (...numbers: number[]) => number | null): Scalar =>
  (values) => {
    const numbers = values.map((value) => (typeof value === "bigint" ? Number(value) : value));
    if (!numbers.every((value) => typeof value === "number")) return null;
    const result = compute(...numbers);
    return result === null || Number.isNaN(result) ? null : result;
  };

export const list = (value: Value | undefined): readonly Dynamic[] | undefined =>
  Array.isArray(value) ? value : undefined;
