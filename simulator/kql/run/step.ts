import type { Compute, Row } from "./table";

/** An operator that handles one row at a time. */
export interface Step {
  /** Returns the output row for an input row, or undefined to drop the row. */
  readonly apply: (row: Row) => Row | undefined;
  /** Whether the step is a filter, which returns either the row itself or undefined. */
  readonly isFilter: boolean;
  /** Whether `apply` returns the same result for the same row in every run. Equal shared steps are the same object. */
  readonly isShared: boolean;
  /** How the output columns follow from the input columns. Undefined if that is not known. */
  readonly passing?: Passing | undefined;
  /** What the step can leave for later, if it is not shared. */
  readonly deferred?: Deferred | undefined;
}

/** How an operator's output columns follow from its input columns. */
export interface Passing {
  /** For each output column the index of the input column that it repeats, or -1 if it is computed. */
  readonly passes: readonly number[];
  /** The input columns that conditions or computed columns read. */
  readonly reads: ReadonlySet<number>;
}

/**
 * The part of an `extend` that can wait. Columns that depend on the run, for example on `ago(6m)`, may be computed after
 * later operators that do not read them, so that the results of those operators can be remembered for later runs.
 */
export interface Deferred {
  /**
   * Computes the other columns. The row then ends with extra values after the last column: those that the waiting columns are
   * computed from.
   */
  readonly first: Step;
  /** The number of columns in a row that `first` returns, not counting the extra values. */
  readonly width: number;
  readonly extra: number;
  /** The waiting columns. `compute` reads a row that contains only the extra values. */
  readonly waiting: readonly { readonly at: number; readonly compute: Compute }[];
}

/** Rows whose waiting columns have been computed, by the rows before that. */
export type Filled = WeakMap<Row, Row>;
