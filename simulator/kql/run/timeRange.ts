import type { Node } from "../tree";
import type { Row, Table } from "./scope";
import { numberOf, type Value } from "./value";

/**
 * What a condition's bounds of its time leave of a sorted table. The condition itself is still tested: this only saves
 * looking at the other rows. A kept function's result is sorted by time, and a query for five minutes reads five.
 */
export function timeRange(condition: Node, input: Table, constantOf: (node: Node) => Value): Table {
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

const conjuncts = (node: Node): Node[] =>
  node.kind === "AndExpression"
    ? [...conjuncts(node.part("Left")), ...conjuncts(node.part("Right"))]
    : node.kind === "ParenthesizedExpression"
      ? conjuncts(node.part("Expression"))
      : [node];

const isConstant = (node: Node): boolean =>
  node.refers !== "column" && node.kind !== "ToScalarExpression" && node.children.every(isConstant);

/** First row whose value is at least the bound, or beyond it. Rows without a value stand first. */
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
