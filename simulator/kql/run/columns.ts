import type { Column, Node } from "../tree";
import { type Computed, columnsRead, deferred } from "./deferred";
import { compile } from "./expression";
import { rowByRow } from "./rowByRow";
import type { Scope } from "./scope";
import type { Passing } from "./step";
import { stepOf } from "./stepOf";
import { columnIndexes, type Row, type Table } from "./table";
import { NotImplemented, type Value } from "./value";
import { inWindow } from "./window";

/** Evaluates `extend`, which adds or replaces columns. The binder determines the columns' order. */
export function extend(node: Node, given: Table, outer: Scope): Table {
  const { columns } = node;
  const { input, scope } = inWindow(node, given, outer);
  const computed = new Map<string, Node>();
  for (const part of node.list("Expressions")) {
    if (part.kind === "CompoundNamedExpression") throw new NotImplemented("extend with a list of names");
    computed.set(part.isNamed ? part.part("Name").name : unnamed(columns, input, computed), part);
  }
  const both = { input: input.columns, output: columns };
  const changes = columns.flatMap(({ name }, at) => {
    const part = computed.get(name);
    return part === undefined ? [] : [{ at, part }];
  });
  const indexes = columnIndexes(input);
  const plan = columns.map(({ name }) => indexes.get(name) ?? -1);
  const make = (some: readonly Computed[]) => {
    const plans = some.map(({ at, part }) => ({ at, compute: compile(part, input.columns, scope) }));
    const isAppended = input.columns.every(({ name }, at) => columns[at]?.name === name);
    return (row: Row): Value[] => {
      const made = isAppended ? row.slice() : plan.map((index) => row[index] ?? null);
      for (const { at, compute } of plans) made[at] = compute(row);
      return made;
    };
  };
  const passingOf = (): Passing | undefined => {
    const reads = columnsRead([...computed.values()], input.columns);
    return reads && { passes: columns.map(({ name }, at) => (computed.has(name) ? -1 : (plan[at] ?? -1))), reads };
  };
  const whole = stepOf("extend", [node], both, scope, () => make(changes), passingOf);
  const step = whole.isShared ? whole : { ...whole, deferred: deferred(changes, both, scope, make) };
  return rowByRow(input, columns, step, sortedAs(input, columns, computed));
}

/** Returns the column name that the binder has generated for the next expression without a name. */
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

/** Returns the name of the column that an expression repeats. */
function columnOf(part: Node): string | undefined {
  const repeated = part.isNamed ? part.part("Expression") : part;
  return repeated.kind === "NameReference" && repeated.refers === "column" ? repeated.name : undefined;
}

/** Evaluates `project` and `print`. */
export function project(node: Node, input: Table, scope: Scope): Table {
  const { columns } = node;
  const parts = node.list("Expressions");
  const make = () => {
    const plan = parts.map((part) => compile(part, input.columns, scope));
    if (plan.length !== columns.length) throw new NotImplemented("project with a list of names");
    return (row: Row) => plan.map((compute) => compute(row));
  };
  const step = stepOf("project", parts, { input: input.columns, output: columns }, scope, make, () => {
    const indexes = columnIndexes(input);
    const passes = parts.map((part) => indexes.get(columnOf(part) ?? "") ?? -1);
    const reads = columnsRead(
      parts.filter((_, at) => passes[at] === -1),
      input.columns,
    );
    return reads && { passes, reads };
  });
  return rowByRow(input, columns, step);
}

/** Evaluates `project-away`, `project-keep`, `project-rename` and `project-reorder`, which change no values. */
export function chooseColumns(node: Node, input: Table, scope: Scope): Table {
  const { columns } = node;
  const indexes = columnIndexes(input);
  for (const part of node.list("Expressions"))
    if (part.isNamed) indexes.set(part.part("Name").name, indexes.get(part.part("Expression").name) ?? -1);
  const plan = columns.map(({ name }) => indexes.get(name) ?? -1);
  const make = () => (row: Row) => plan.map((index) => row[index] ?? null);
  const passing = { passes: plan, reads: new Set<number>() };
  const step = stepOf("project", [node], { input: input.columns, output: columns }, scope, make, () => passing);
  const sortedBy = plan.indexOf(input.sortedBy ?? -1);
  return rowByRow(input, columns, step, sortedBy < 0 ? undefined : sortedBy);
}
