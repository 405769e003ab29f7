import { type Dynamic, textOf, type Value } from "../value";

/** A scalar function over the values of its arguments and their types. */
export type Scalar = (values: readonly Value[], types: readonly string[]) => Value;

/** An argument as text; a missing one is the empty text. */
export const text = (values: readonly Value[], types: readonly string[], index: number): string =>
  textOf(values[index], types[index] ?? "string");

/** A function of text alone. */
export const ofText =
  (compute: (...texts: string[]) => Value): Scalar =>
  (values, types) =>
    compute(...values.map((_, index) => text(values, types, index)));

/** A function of numbers alone: null where one of them is. */
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
