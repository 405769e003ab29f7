import type { Node } from "../tree";
import { parameter } from "./operatorParameter";
import type { Scope } from "./scope";
import { columnIndexes, type Table } from "./table";
import { NotImplemented, noneOf } from "./value";

/** Evaluates `union`. */
export function union(node: Node, input: Table, scope: Scope): Table {
  const { columns } = node;
  if (parameter(node, "withsource") !== undefined) throw new NotImplemented("union withsource");
  const inputs = [
    ...(input.columns.length > 0 ? [input] : []),
    ...node.list("Expressions").map((part) => scope.run.evaluate(part, scope)),
  ];
  const rows = inputs.flatMap((one) => {
    const indexes = columnIndexes(one);
    const plan = columns.map(({ name, type }) => ({ index: indexes.get(name) ?? -1, none: noneOf(type) }));
    if (one.columns.some(({ name }) => !columns.some((column) => column.name === name)))
      throw new NotImplemented("a union of columns that have the same name but different types");
    return one.rows.map((row) => plan.map(({ index, none }) => row[index] ?? none));
  });
  return { columns, rows };
}
