import type { Filled, Step } from "./step";
import type { Row } from "./table";

/** The results of a series of row-changing steps, by the row's index in the table. */
class Changed {
  readonly next = new Map<Step, Changed>();
  readonly rows: (Row | null)[] = [];

  after(step: Step): Changed {
    const found = this.next.get(step) ?? new Changed();
    this.next.set(step, found);
    return found;
  }
}

/** One filter, or consecutive steps that change rows. */
type Part =
  | { readonly filter: Step }
  | { readonly steps: Step[] /** Where the results are remembered. */; changed: Changed };

/** The results of a series of steps for consecutive rows of a table. */
class Results {
  readonly next = new Map<Step, Results>();
  private readonly parts: Part[] = [];
  private isSplit = false;
  /** The results are for the rows with the indexes `from` to `to - 1`. */
  private from = 0;
  private to = 0;
  private indexes: number[] = [];
  private rows: Row[] = [];

  constructor(private readonly steps: readonly Step[]) {}

  after(step: Step): Results {
    const found = this.next.get(step) ?? new Results([...this.steps, step]);
    this.next.set(step, found);
    return found;
  }

  /** Returns the results for the rows with the indexes `low` to `high - 1`, in order. */
  within(all: readonly Row[], low: number, high: number, unchanged: Changed): Row[] {
    this.split(unchanged);
    // If the ranges do not touch, begins again: the rows between them must not be computed.
    if (low > this.to || high < this.from || this.from === this.to) {
      [this.from, this.to, this.indexes, this.rows] = [low, low, [], []];
    }
    if (low < this.from) {
      const [indexes, rows]: [number[], Row[]] = [[], []];
      this.compute(all, low, this.from, indexes, rows);
      [this.from, this.indexes, this.rows] = [low, indexes.concat(this.indexes), rows.concat(this.rows)];
    }
    if (high > this.to) {
      this.compute(all, this.to, high, this.indexes, this.rows);
      this.to = high;
    }
    return this.rows.slice(firstAtLeast(this.indexes, low), firstAtLeast(this.indexes, high));
  }

  private split(unchanged: Changed): void {
    if (this.isSplit) return;
    this.isSplit = true;
    let changed = unchanged;
    for (const step of this.steps) {
      const last = this.parts.at(-1);
      if (step.isFilter) {
        this.parts.push({ filter: step });
        continue;
      }
      changed = changed.after(step);
      if (last === undefined || "filter" in last) this.parts.push({ steps: [step], changed });
      else {
        last.steps.push(step);
        last.changed = changed;
      }
    }
  }

  private compute(all: readonly Row[], low: number, high: number, indexes: number[], rows: Row[]): void {
    for (let index = low; index < high; index += 1) {
      const row = this.resultOf(all[index] ?? [], index);
      if (row === undefined) continue;
      indexes.push(index);
      rows.push(row);
    }
  }

  private resultOf(given: Row, index: number): Row | undefined {
    let row: Row | undefined = given;
    for (const part of this.parts) {
      if ("filter" in part) row = part.filter.apply(row);
      else {
        const { rows } = part.changed;
        const found = rows[index];
        if (found === undefined) {
          for (const { apply } of part.steps) {
            row = apply(row);
            if (row === undefined) break;
          }
          rows[index] = row ?? null;
        } else row = found ?? undefined;
      }
      if (row === undefined) return undefined;
    }
    return row;
  }
}

/** Returns the position of the first number that is at least `bound`. The numbers are in ascending order. */
function firstAtLeast(numbers: readonly number[], bound: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Keeps the results of steps for a table's rows, so that queries that begin with the same steps do not compute the results
 * again. A filter's result is a list of the indexes of the rows that pass, as in a database's index. Filters
 * do not change rows, so queries with different filters share the rows that the other steps return.
 */
export class RememberedRows {
  private readonly unchanged = new Changed();
  private readonly results = new Results([]);
  private readonly filled = new Map<string, Filled>();

  constructor(private readonly all: readonly Row[]) {}

  /** Returns the rows whose waiting columns have been computed. `key` identifies the columns. */
  readonly filledOf = (key: string): Filled => {
    const found = this.filled.get(key) ?? new WeakMap();
    this.filled.set(key, found);
    return found;
  };

  /** Returns the results of shared steps for the rows with the indexes `low` to `high - 1`, in order. */
  after(steps: readonly Step[], low: number, high: number): Row[] {
    const results = steps.reduce((found, step) => found.after(step), this.results);
    return results.within(this.all, low, high, this.unchanged);
  }
}
