import type { Column } from "../tree";
import type { Value } from "./value";

export type Row = readonly Value[];

/** The rows of a table, or of a query's or function's result. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Index of the column by which the rows are sorted. Undefined if their order is not known. */
  readonly sortedBy?: number;
  /** Whether the query has defined an order of the rows, which window functions need. */
  readonly isSerialized?: boolean;
}

/** Computes an expression's value for a row. */
export type Compute = (row: Row) => Value;

/** The value of a name or of an expression that refers to no column. */
export interface Constant {
  readonly compute: Compute;
  /** Only equal values have the same identity. Undefined if the value may depend on the clock, a table or a row. */
  readonly identity?: string | undefined;
}

/** Whether a value is a table. */
export const isTable = (value: Value | Table): value is Table =>
  typeof value === "object" && value !== null && "rows" in value && "columns" in value;

/** Returns the columns' indexes by name. */
export const columnIndexes = ({ columns }: Table): Map<string, number> =>
  new Map(columns.map(({ name }, index) => [name, index]));
