import type { Node } from "../tree";
import { columnsRead } from "./deferred";
import { dependenciesOf } from "./dependencies";
import { compile, constant } from "./expression";
import { rowByRow, rowsWithin } from "./rowByRow";
import type { Bound } from "./rowRange";
import type { Scope } from "./scope";
import { stepOf } from "./stepOf";
import type { Row, Table } from "./table";
import { numberOf } from "./value";
import { inWindow } from "./window";

/** Evaluates `where`. */
export function where(node: Node, given: Table, outer: Scope): Table {
  const { columns } = node;
  const { input, scope } = inWindow(node.part("Condition"), given, outer);
  const sortedBy = scope.run.isPlain || input.sortedBy === undefined ? undefined : input.columns[input.sortedBy]?.name;
  const [bounds, others]: [Bound[], Node[]] = [[], []];
  for (const part of conjuncts(node.part("Condition"), scope)) {
    const bound = sortedBy === undefined ? undefined : boundOf(part, sortedBy, scope);
    if (bound === undefined) others.push(part);
    else bounds.push(bound);
  }
  const range = bounds.length > 0 ? rowsWithin(input, bounds) : input;
  if (others.length === 0) return range;
  const make = () => {
    const tests = others.map((part) => compile(part, input.columns, scope));
    return (row: Row) => (tests.every((test) => test(row) === true) ? row : undefined);
  };
  const step = stepOf("where", others, { input: input.columns, output: columns }, scope, make, () => {
    const reads = columnsRead(others, input.columns);
    return reads && { passes: columns.map((_, index) => index), reads };
  });
  return rowByRow(range, columns, step, input.sortedBy);
}

/**
 * Returns the bound that a condition sets for the column by which a table is sorted. Undefined if the condition is not
 * such a bound. The rows within a bound are found by binary search, so a query for five minutes reads only the rows of
 * those minutes.
 */
function boundOf(condition: Node, sortedBy: string, scope: Scope): Bound | undefined {
  const [left, right] = [condition.maybe("Left"), condition.maybe("Right")];
  const operator = condition.maybe("Operator")?.text;
  if (left === undefined || right === undefined || operator === undefined) return undefined;
  if (nameOf(left) !== sortedBy || !isOperator(operator) || !isConstant(right)) return undefined;
  const value = numberOf(constant(right, scope));
  return value === null ? undefined : { operator, value };
}

const isOperator = (text: string): text is Bound["operator"] => /^[<>]=?$/.test(text);

/** Returns the name of the column that an expression reads. `ingestion_time()` reads `_TimeReceived` (ingestionTime.ts). */
function nameOf(node: Node): string | undefined {
  if (node.kind === "NameReference") return node.refers === "column" ? node.name : undefined;
  return node.kind === "FunctionCallExpression" && node.part("Name").name === "ingestion_time"
    ? "_TimeReceived"
    : undefined;
}

/**
 * Splits a condition at each `and`. A row passes if all parts are true. If the left side of an `or` is a constant, it
 * is dropped: the right side remains, or nothing if the constant is true. Example: `isnull(starttime) or TimeGenerated
 * >= starttime`.
 */
function conjuncts(node: Node, scope: Scope): Node[] {
  if (node.kind === "AndExpression")
    return [...conjuncts(node.part("Left"), scope), ...conjuncts(node.part("Right"), scope)];
  if (node.kind === "ParenthesizedExpression") return conjuncts(node.part("Expression"), scope);
  if (node.kind === "OrExpression" && !scope.run.isPlain && isConstant(node.part("Left")))
    return constant(node.part("Left"), scope) === true ? [] : conjuncts(node.part("Right"), scope);
  return [node];
}

const isConstant = (node: Node): boolean => {
  const { readsRow, calls } = dependenciesOf(node);
  return !readsRow && calls.length === 0;
};
