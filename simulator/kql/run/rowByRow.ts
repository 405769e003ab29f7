import type { Column } from "../tree";
import type { Row, Table } from "./table";

/** What an operator makes of one row; undefined leaves it out. */
type Step = (row: Row) => Row | undefined;

/**
 * The table of an operator that looks at one row at a time. Its rows are made when they are asked for, each through all
 * such operators in a row: what stands between two of them is never a table, which for a long pipe saves half the memory.
 */
class RowByRow implements Table {
  private made: readonly Row[] | undefined;

  constructor(
    private readonly from: Table,
    readonly columns: readonly Column[],
    private readonly step: Step,
    readonly sortedBy: number | undefined,
  ) {}

  get rows(): readonly Row[] {
    this.made ??= this.make();
    return this.made;
  }

  private make(): Row[] {
    const steps: Step[] = [];
    let source: Table = this;
    while (source instanceof RowByRow && source.made === undefined) {
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

/** The table of an operator that looks at one row at a time; `sortedBy` where its rows are still sorted. */
export const rowByRow = (from: Table, columns: readonly Column[], step: Step, sortedBy?: number): Table =>
  new RowByRow(from, columns, step, sortedBy);
