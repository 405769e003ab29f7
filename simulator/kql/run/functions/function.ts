import { type Dynamic, textOf, type Value } from "../value";

/** Computes a scalar function from the values of its arguments and their types. */
export type Scalar = (values: readonly Value[], types: readonly string[]) => Value;

/** An argument as a string; a missing argument is an empty string. */
export const text = (values: readonly Value[], types: readonly string[], index: number): string =>
  textOf(values[index], types[index] ?? "string");

/** Makes a function whose arguments are all read as strings. */
export const ofText =
  (compute: (...texts: string[]) => Value): Scalar =>
  (values, types) =>
    compute(...values.map((_, index) => text(values, types, index)));

/** Makes a function of numbers. Its result is null if an argument is not a number. */
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
