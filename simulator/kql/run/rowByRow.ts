import type { Column } from "../tree";
import type { Row, Table } from "./table";

/** Returns the output row for an input row, or undefined to drop it. */
type Step = (row: Row) => Row | undefined;

/**
 * The result of an operator that handles one row at a time. The rows are computed when they are first read: each row
 * passes through all consecutive operators of this kind. No tables are built between these operators, which halves the
 * memory for a long pipe.
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

  private compute(): Row[] {
    const steps: Step[] = [];
    let source: Table = this;
    while (source instanceof RowByRow && source.computed === undefined) {
      steps.unshift(source.step);
      source = source.from;
    }
    const rows: Row[] = [];
    for (const row of source.rows) {
      let now: Row | undefined = row;
      for (const step of steps) {
        now = step(now);
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
