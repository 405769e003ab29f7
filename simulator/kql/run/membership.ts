import type { Node } from "../tree";
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
  if (operator === "has_any" || operator === "has_all") {
    const test = operator === "has_any" ? "some" : "every";
    return (row) => {
      const source = textOf(value(row), left.type).toLowerCase();
      return all(row)[test]((term) => hasTerm(source, textOf(term, "string").toLowerCase()));
    };
  }
  const fold = (one: Value): string => (insensitive && typeof one === "string" ? keyOf(one.toLowerCase()) : keyOf(one));
  return (row) => {
    const wanted = fold(value(row));
    return all(row).some((one) => fold(one) === wanted) !== negative;
  };
}
