import type { Column } from "../tree";
import type { Value } from "./value";

export type Row = readonly Value[];

/** Rows of a query, a table or a function. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Index of the column by which the rows are sorted. Default: the rows are in no known order. */
  readonly sortedBy?: number;
  /** Whether the query has put the rows in an order, which window functions need. */
  readonly isSerialized?: boolean;
}

/** Computes the value of an expression for a row. */
export type Compute = (row: Row) => Value;

/** Whether a value is a table. */
export const isTable = (value: Value | Table): value is Table =>
  typeof value === "object" && value !== null && "rows" in value && "columns" in value;

/** The index of each column by its name. */
export const columnIndexes = ({ columns }: Table): Map<string, number> =>
  new Map(columns.map(({ name }, index) => [name, index]));
