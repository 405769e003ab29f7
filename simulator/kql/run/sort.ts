import type { Node } from "../tree";
import { compile, constant } from "./expression";
import type { Scope } from "./scope";
import type { Compute, Row, Table } from "./table";
import { compare, numberOf } from "./value";

/** Evaluates `sort`. */
export function sort(node: Node, input: Table, scope: Scope): Table {
  const orders = node.list("Expressions").map((part) => orderOf(part, input, scope));
  const { isPlain, memory } = scope.run;
  const rows = sorted(input.rows, orders, isPlain ? undefined : memory.sorted.get(node));
  if (!isPlain) memory.sorted.set(node, rows);
  return { columns: node.columns, isSerialized: true, rows };
}

/** Evaluates `top`. */
export const top = (node: Node, input: Table, scope: Scope): Table => ({
  columns: node.columns,
  isSerialized: true,
  rows: sorted(input.rows, [orderOf(node.part("ByExpression"), input, scope)]).slice(
    0,
    numberOf(constant(node.part("Expression"), scope)) ?? 0,
  ),
});

/** A sort key. */
interface Order {
  readonly compute: Compute;
  /** 1 is ascending, -1 descending. */
  readonly sign: number;
  /** The place of nulls: -1 is first, 1 is last. */
  readonly nulls: number;
}

/**
 * Compiles a sort key. The default is descending. Without a `nulls` clause, nulls come last in descending order and
 * first in ascending order.
 */
function orderOf(part: Node, input: Table, scope: Scope): Order {
  const clause = part.kind === "OrderedExpression" ? part.maybe("Ordering") : undefined;
  const ascending = clause?.maybe("AscOrDescKeyword")?.text === "asc";
  const nullsClause = clause?.maybe("NullsClause")?.text ?? "";
  const nullsFirst = nullsClause === "" ? ascending : nullsClause.includes("first");
  return { compute: compile(part, input.columns, scope), sign: ascending ? 1 : -1, nulls: nullsFirst ? -1 : 1 };
}

/**
 * Returns the rows' indexes in the order in which an earlier run has sorted these rows, and then the indexes of the other rows.
 * The result is only where the sort starts: an order that is almost right already is sorted in much less time.
 */
function firstOrder(rows: readonly Row[], before: readonly Row[] = []): number[] {
  const order: number[] = [];
  const isPlaced = new Uint8Array(rows.length);
  // If an operator before the sort makes new rows in each run, none of them is in the earlier order.
  const sample = before[before.length >> 1];
  if (sample !== undefined && rows.includes(sample)) {
    const places = new Map(rows.map((row, index) => [row, index]));
    for (const row of before) {
      const place = places.get(row);
      if (place === undefined || isPlaced[place] === 1) continue;
      isPlaced[place] = 1;
      order.push(place);
    }
  }
  for (let index = 0; index < rows.length; index += 1) if (isPlaced[index] === 0) order.push(index);
  return order;
}

/**
 * Returns the rows in the order of their keys. Rows with equal keys keep their order. `before` contains the rows that the same
 * operator sorted in an earlier run.
 */
function sorted(rows: readonly Row[], orders: readonly Order[], before?: readonly Row[]): Row[] {
  // A replay spends much of its time here: one list for each key uses less memory than an object for each row.
  const keys = orders.map(({ compute }) => rows.map((row) => compute(row)));
  return firstOrder(rows, before)
    .sort((a, b) => {
      for (let at = 0; at < orders.length; at += 1) {
        const [x, y] = [keys[at]?.[a] ?? null, keys[at]?.[b] ?? null];
        if (x === y) continue;
        const { sign = 1, nulls = -1 } = orders[at] ?? {};
        const order = x === null || y === null ? (x === y ? 0 : x === null ? nulls : -nulls) : compare(x, y) * sign;
        if (order !== 0) return order;
      }
      return a - b;
    })
    .map((index) => rows[index] ?? []);
}
