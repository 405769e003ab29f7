import type { Node } from "../tree";
import { Scope, type Window } from "./scope";
import type { Compute, Row, Table } from "./table";
import { NotImplemented, numberOf, type Value } from "./value";

/**
 * Functions that read other rows. The rows must be in a defined order: `sort`, `top` and `serialize` define an order, and
 * operators that handle one row at a time keep it. Source: learn.microsoft.com/kusto/query/window-functions.
 */
export const WINDOW_FUNCTIONS = ["prev", "next", "row_number", "row_cumsum"] as const;
export type WindowFunction = (typeof WINDOW_FUNCTIONS)[number];

export const isWindowFunction = (name: string): name is WindowFunction => WINDOW_FUNCTIONS.some((one) => one === name);

const CALL = new RegExp(`\\b(?:${WINDOW_FUNCTIONS.join("|")})\\s*\\(`);

class RowsInOrder implements Window {
  readonly rows: readonly Row[];
  private places: ReadonlyMap<Row, number> | undefined;
  /** The place that was found last. Operators read the rows in order, so the next one is mostly the same or the following. */
  private last = 0;

  constructor(input: Table) {
    if (input.isSerialized !== true)
      throw new NotImplemented("a window function over rows in no order: sort or serialize them first");
    // Two rows may be the same array, for which `places` could hold only one place, so each row is copied.
    this.rows = input.rows.map((row) => row.slice());
  }

  placeOf(row: Row): number {
    for (const place of [this.last, this.last + 1, 0]) {
      if (this.rows[place] !== row) continue;
      this.last = place;
      return place;
    }
    this.places ??= new Map(this.rows.map((one, index) => [one, index]));
    const found = this.places.get(row);
    if (found === undefined) throw new NotImplemented("a window function inside another expression over rows");
    return found;
  }
}

/**
 * Returns an operator's input and scope. If the operator calls window functions, the scope gives them access to the
 * input's rows.
 */
export function inWindow(node: Node, input: Table, scope: Scope): { readonly input: Table; readonly scope: Scope } {
  if (!CALL.test(node.text)) return { input, scope };
  const window = new RowsInOrder(input);
  const { columns, sortedBy } = input;
  return {
    input: { columns, rows: window.rows, isSerialized: true, sortedBy },
    scope: new Scope(scope.run, scope, window),
  };
}

/** Compiles a window function call. */
export function windowCall(
  name: WindowFunction,
  given: readonly Node[],
  inner: (part: Node) => Compute,
  window: Window | undefined,
): Compute {
  if (window === undefined) throw new NotImplemented(`${name} outside extend, where and serialize`);
  const [first, second, third] = given.map(inner);
  if (name === "prev" || name === "next") {
    if (first === undefined) throw new NotImplemented(`${name} without a column`);
    const sign = name === "prev" ? -1 : 1;
    return (row) => {
      const offset = second === undefined ? 1 : (numberOf(second(row)) ?? 1);
      const other = window.rows[window.placeOf(row) + sign * offset];
      return other === undefined ? (third?.(row) ?? null) : first(other);
    };
  }
  const [start, restarts] = name === "row_number" ? [first, second] : [undefined, second];
  const term = name === "row_number" ? () => 1 : first;
  if (term === undefined) throw new NotImplemented(`${name} without a term`);
  let sums: Value[] | undefined;
  return (row) => {
    sums ??= running(window.rows, term, restarts, start);
    return sums[window.placeOf(row)] ?? null;
  };
}

/**
 * Returns the running sums of `term`. The sum restarts at each row for which `restarts` is true. For row numbers,
 * `term` is 1, and `start` is the first number, by default 1.
 */
function running(
  rows: readonly Row[],
  term: Compute,
  restarts: Compute | undefined,
  start: Compute | undefined,
): number[] {
  let sum = 0;
  return rows.map((row, index) => {
    if (index === 0 || restarts?.(row) === true) sum = (numberOf(start?.(row) ?? null) ?? 1) - 1;
    sum += numberOf(term(row)) ?? 0;
    return sum;
  });
}
