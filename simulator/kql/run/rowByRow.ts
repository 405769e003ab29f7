import type { Column } from "../tree";
import { postponed } from "./deferred";
import { type Bound, RowRange } from "./rowRange";
import type { Step } from "./step";
import type { Row, Table } from "./table";

/**
 * The result of an operator that handles one row at a time. The rows are computed when they are first read: each row
 * passes through all consecutive operators of this kind. No tables are built between these operators, so a long pipe
 * needs half the memory.
 */
class RowByRow implements Table {
  private computed: readonly Row[] | undefined;

  constructor(
    private readonly from: Table,
    readonly columns: readonly Column[],
    private readonly step: Step,
    readonly sortedBy: number | undefined,
  ) {}

  get isSerialized(): boolean {
    return this.from.isSerialized === true;
  }

  get rows(): readonly Row[] {
    this.computed ??= this.compute();
    return this.computed;
  }

  /**
   * Returns the rows within bounds on the column by which they are sorted. The steps do not change that column, so the
   * bounds apply before the steps, which then handle fewer rows.
   */
  within(bounds: readonly Bound[]): Table {
    if (this.computed !== undefined) return RowRange.of(this).within(bounds);
    return new RowByRow(rowsWithin(this.from, bounds), this.columns, this.step, this.sortedBy);
  }

  private compute(): Row[] {
    const steps: Step[] = [];
    let source: Table = this;
    while (source instanceof RowByRow && source.computed === undefined) {
      steps.unshift(source.step);
      source = source.from;
    }
    let given: readonly Row[] | undefined;
    if (source instanceof RowRange && source.remembered !== undefined) {
      const own = steps.findIndex(({ isShared }) => !isShared);
      const shared = steps.splice(0, own < 0 ? steps.length : own);
      const [waiting, ...following] = steps;
      if (waiting?.deferred !== undefined) {
        const later = postponed(waiting.deferred, following, source.remembered.filledOf);
        shared.push(...later.shared);
        steps.splice(0, later.moved + 1, later.fill);
      }
      if (shared.length > 0) given = source.remembered.after(shared, source.low, source.high);
    }
    const rows: Row[] = [];
    for (const row of given ?? source.rows) {
      let now: Row | undefined = row;
      for (const { apply } of steps) {
        now = apply(now);
        if (now === undefined) break;
      }
      if (now !== undefined) rows.push(now);
    }
    return rows;
  }
}

/**
 * Makes the result of an operator that handles one row at a time. `sortedBy` is the column by which the result is still
 * sorted.
 */
export const rowByRow = (from: Table, columns: readonly Column[], step: Step, sortedBy?: number): Table =>
  new RowByRow(from, columns, step, sortedBy);

/** Returns the rows whose values in the column `sortedBy` are within the bounds. */
export const rowsWithin = (table: Table, bounds: readonly Bound[]): Table =>
  table instanceof RowByRow ? table.within(bounds) : RowRange.of(table).within(bounds);
