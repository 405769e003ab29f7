import type { Node } from "../tree";
import { dependenciesOf, identityOf } from "./dependencies";
import { hasTerm } from "./functions/text";
import type { Scope } from "./scope";
import type { Compute, Row } from "./table";
import { isArray, keyOf, textOf, type Value } from "./value";

/**
 * Compiles `in`, `has_any`, `has_all` and their variants. The right side is a list, a dynamic array or a table's first column.
 * `inner` compiles an expression.
 */
export function membership(node: Node, scope: Scope, inner: (part: Node) => Compute): Compute {
  const operator = node.part("Operator").text;
  const left = node.part("Left");
  const value = inner(left);
  const members = node
    .part("Right")
    .list("Expressions")
    .map((part): ((row: Row) => readonly Value[]) => {
      const table = part.isTable ? scope.run.evaluate(part, scope).rows.map(([first = null]) => first) : undefined;
      if (table !== undefined) return () => table;
      const compute = inner(part);
      return (row) => {
        const found = compute(row);
        return isArray(found) ? found : [found];
      };
    });
  const all = (row: Row) => members.flatMap((part) => part(row));
  const negative = operator.startsWith("!");
  const insensitive = operator.endsWith("~");
  // A function's parameter has no identity if the caller passes a value of the row.
  const isConstant = node
    .part("Right")
    .list("Expressions")
    .every((part) => !dependenciesOf(part).readsRow && identityOf(part, scope) !== undefined);
  if (operator === "has_any" || operator === "has_all") {
    const test = operator === "has_any" ? "some" : "every";
    const termsOf = byRow(isConstant, (row) => all(row).map((term) => textOf(term, "string").toLowerCase()));
    return (row) => {
      const source = textOf(value(row), left.type).toLowerCase();
      return termsOf(row)[test]((term) => hasTerm(source, term));
    };
  }
  const fold = (one: Value): string => (insensitive && typeof one === "string" ? keyOf(one.toLowerCase()) : keyOf(one));
  const wanted = byRow(isConstant, (row) => new Set(all(row).map(fold)));
  return (row) => wanted(row).has(fold(value(row))) !== negative;
}

/** Returns `compute`, or, if the value is the same for all rows, a function that calls `compute` only once. */
function byRow<T>(isConstant: boolean, compute: (row: Row) => T): (row: Row) => T {
  if (!isConstant) return compute;
  let known: T | undefined;
  return (row) => {
    known ??= compute(row);
    return known;
  };
}
