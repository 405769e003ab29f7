import type { Node } from "../tree";
import { compile, constant } from "./expression";
import { rowByRow } from "./rowByRow";
import type { Scope } from "./scope";
import type { Row, Table } from "./table";
import { numberOf, type Value } from "./value";
import { inWindow } from "./window";

/** Evaluates `where`. */
export function where(node: Node, given: Table, outer: Scope): Table {
  const condition = node.part("Condition");
  const { input, scope } = inWindow(condition, given, outer);
  const range = timeRange(condition, input, (part) => constant(part, scope));
  const test = compile(condition, input.columns, scope);
  return rowByRow(range, node.columns, (row) => (test(row) === true ? row : undefined), input.sortedBy);
}

/**
 * A condition may set bounds for the column by which a table is sorted. Returns the rows within these bounds, which it
 * finds by binary search. The caller must still test the whole condition on the returned rows. Cached results of saved
 * functions are sorted by time, so a query for five minutes reads only the rows of those five minutes.
 */
function timeRange(condition: Node, input: Table, constantOf: (node: Node) => Value): Table {
  const { columns, sortedBy } = input;
  if (sortedBy === undefined) return input;
  const { rows } = input;
  const name = columns[sortedBy]?.name;
  let [low, high] = [0, rows.length];
  for (const part of conjuncts(condition)) {
    const [left, right] = [part.maybe("Left"), part.maybe("Right")];
    if (left === undefined || right === undefined || left.kind !== "NameReference" || left.name !== name) continue;
    const operator = part.part("Operator").text;
    if (!/^[<>]=?$/.test(operator) || !isConstant(right)) continue;
    const bound = numberOf(constantOf(right));
    if (bound === null) continue;
    const at = (value: number) => firstAtLeast(rows, sortedBy, value);
    if (operator.startsWith(">")) low = Math.max(low, at(bound));
    else high = Math.min(high, firstAtLeast(rows, sortedBy, bound, true));
  }
  return low === 0 && high === rows.length ? input : { columns, rows: rows.slice(low, high), sortedBy };
}

/** Splits a condition at each `and`. */
const conjuncts = (node: Node): Node[] =>
  node.kind === "AndExpression"
    ? [...conjuncts(node.part("Left")), ...conjuncts(node.part("Right"))]
    : node.kind === "ParenthesizedExpression"
      ? conjuncts(node.part("Expression"))
      : [node];

const isConstant = (node: Node): boolean =>
  node.refers !== "column" && node.kind !== "ToScalarExpression" && node.children.every(isConstant);

/**
 * Returns the index of the first row whose value is at least `bound`, or, if `beyond` is true, greater than `bound`.
 * Rows with null come first.
 */
function firstAtLeast(rows: readonly Row[], column: number, bound: number, beyond = false): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = numberOf(rows[middle]?.[column]);
    if (value === null || value < bound || (beyond && value === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}
