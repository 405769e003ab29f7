import type { Column } from "../tree";
import type { RememberedRows } from "./rememberedRows";
import type { Row, Table } from "./table";
import { numberOf } from "./value";

/** A bound on the values in the column by which a table is sorted. */
export interface Bound {
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly value: number;
}

/** Consecutive rows of a table. */
export class RowRange implements Table {
  private sliced: readonly Row[] | undefined;

  constructor(
    readonly columns: readonly Column[],
    /** The whole table's rows. */
    readonly all: readonly Row[],
    readonly sortedBy: number | undefined,
    readonly low = 0,
    readonly high = all.length,
    /** Results of earlier queries for the whole table's rows. Undefined if nothing is remembered for this table. */
    readonly remembered?: RememberedRows,
  ) {}

  /** Returns a table as a range that contains all its rows. */
  static of(table: Table): RowRange {
    return table instanceof RowRange ? table : new RowRange(table.columns, table.rows, table.sortedBy);
  }

  get rows(): readonly Row[] {
    this.sliced ??= this.low === 0 && this.high === this.all.length ? this.all : this.all.slice(this.low, this.high);
    return this.sliced;
  }

  /**
   * Returns the rows whose values in the column by which the table is sorted are within the bounds. Rows without a
   * value come first, and are outside all bounds.
   */
  within(bounds: readonly Bound[]): RowRange {
    const { columns, all, sortedBy, remembered } = this;
    if (sortedBy === undefined) throw new Error("the table is not sorted");
    let [low, high] = [this.first(sortedBy, Number.NEGATIVE_INFINITY, false), this.high];
    for (const { operator, value } of bounds) {
      if (operator.startsWith(">")) low = Math.max(low, this.first(sortedBy, value, operator === ">"));
      else high = Math.min(high, this.first(sortedBy, value, operator === "<="));
    }
    return new RowRange(columns, all, sortedBy, low, Math.max(low, high), remembered);
  }

  /** Returns the index of the first row whose value is at least `bound`, or, if `isBeyond`, greater than `bound`. */
  private first(column: number, bound: number, isBeyond: boolean): number {
    let [low, high] = [this.low, this.high];
    while (low < high) {
      const middle = (low + high) >> 1;
      const value = numberOf(this.all[middle]?.[column]);
      if (value === null || value < bound || (isBeyond && value === bound)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
