import type { Column, Node } from "../tree";
import { compile } from "./expression";
import { rowByRow } from "./rowByRow";
import type { Scope } from "./scope";
import { type Compute, columnIndexes, type Table } from "./table";
import { NotImplemented } from "./value";
import { inWindow } from "./window";

/** Evaluates `extend`, which keeps the input's columns and adds computed ones. The binder determines the order. */
export function extend(node: Node, given: Table, outer: Scope): Table {
  const { columns } = node;
  const { input, scope } = inWindow(node, given, outer);
  const computed = new Map<string, Compute>();
  for (const part of node.list("Expressions")) {
    const name = part.isNamed ? part.part("Name").name : undefined;
    const compute = compile(part, input.columns, scope);
    if (part.kind === "CompoundNamedExpression") throw new NotImplemented("extend with a list of names");
    computed.set(name ?? unnamed(columns, input, computed), compute);
  }
  const indexes = columnIndexes(input);
  const plan = columns.map(({ name }): Compute => {
    const index = indexes.get(name) ?? -1;
    return computed.get(name) ?? ((row) => row[index] ?? null);
  });
  return rowByRow(input, columns, (row) => plan.map((compute) => compute(row)), sortedAs(input, columns, computed));
}

/** Returns the next column name that the binder has generated. */
const unnamed = (columns: readonly Column[], input: Table, computed: ReadonlyMap<string, unknown>): string =>
  columns.find(({ name }) => !computed.has(name) && !input.columns.some((one) => one.name === name))?.name ?? "";

/**
 * Returns the new index of the column by which the input is sorted. Undefined if that column was dropped or recomputed.
 */
function sortedAs(
  input: Table,
  columns: readonly Column[],
  computed: ReadonlyMap<string, unknown>,
): number | undefined {
  const name = input.sortedBy === undefined ? undefined : input.columns[input.sortedBy]?.name;
  const index = columns.findIndex((column) => column.name === name);
  return name === undefined || index < 0 || computed.has(name) ? undefined : index;
}

/** Evaluates `project` and `print`. */
export function project(node: Node, input: Table, scope: Scope): Table {
  const { columns } = node;
  const plan = node.list("Expressions").map((part) => compile(part, input.columns, scope));
  if (plan.length !== columns.length) throw new NotImplemented("project with a list of names");
  return rowByRow(input, columns, (row) => plan.map((compute) => compute(row)));
}

/** Evaluates `project-away`, `project-keep`, `project-rename` and `project-reorder`, which change no values. */
export function chooseColumns(node: Node, input: Table): Table {
  const { columns } = node;
  const indexes = columnIndexes(input);
  for (const part of node.list("Expressions"))
    if (part.isNamed) indexes.set(part.part("Name").name, indexes.get(part.part("Expression").name) ?? -1);
  const plan = columns.map(({ name }) => indexes.get(name) ?? -1);
  const sortedBy = sortedAs(input, columns, new Map());
  return rowByRow(input, columns, (row) => plan.map((index) => row[index] ?? null), sortedBy);
}
