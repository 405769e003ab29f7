import type { Column, Node } from "../tree";
import { aggregate } from "./aggregates";
import { calledScope, compile, constant, defineAll } from "./expression";
import { grouped, rowKey } from "./groups";
import { join, parameter } from "./join";
import { parse } from "./parse";
import { rowByRow } from "./rowByRow";
import type { Compute, Row, Scope, Table } from "./scope";
import { makeSeries, mvExpand } from "./series";
import { timeRange } from "./timeRange";
import { compare, NotImplemented, noneOf, numberOf } from "./value";

/** The table that a tabular expression comes to. */
export function tableOf(node: Node, scope: Scope): Table {
  switch (node.kind) {
    case "ParenthesizedExpression":
    case "MaterializeExpression":
    case "ToTableExpression":
      return tableOf(node.part("Expression"), scope);
    case "PipeExpression":
      return operate(node.part("Operator"), tableOf(node.part("Expression"), scope), scope);
    case "NameReference": {
      const named = scope.find(node.name);
      if (named?.kind === "table") return named.table();
      if (named !== undefined) throw new NotImplemented(`${node.name} as a table`);
      return node.refers === "function" ? savedCall(node, node, scope) : scope.run.table(node.name);
    }
    case "FunctionCallExpression":
      return savedCall(node, node.part("Name"), scope);
    case "DataTableExpression": {
      const { columns } = node;
      const values = node.list("Values").map((value) => constant(value, scope));
      const count = Math.floor(values.length / columns.length);
      return {
        columns,
        rows: Array.from({ length: count }, (_, at) => values.slice(at * columns.length, (at + 1) * columns.length)),
      };
    }
    default:
      return operate(node, { columns: [], rows: [[]] }, scope);
  }
}

/** A call of a saved or let function that gives a table; by its bare name where it needs no argument. */
function savedCall(node: Node, name: Node, scope: Scope, input?: Table): Table {
  const body = node.calledBody ?? name.calledBody;
  if (body === undefined) throw new NotImplemented(`the table function ${name.name}`);
  const given = node.kind === "FunctionCallExpression" ? node.part("ArgumentList").list("Expressions") : [];
  const evaluate = () =>
    bodyOf(
      body,
      calledScope(name, given, scope, (part) => constantly(part, scope), input),
    );
  if (scope.find(name.name) !== undefined || input !== undefined) return evaluate();
  const values = given.map((part) => {
    const argument = part.isNamed ? part.part("Expression") : part;
    return argument.isTable ? tableOf(argument, scope) : constant(argument, scope);
  });
  const names = given.map((part) => (part.isNamed ? part.part("Name").name : ""));
  return scope.run.saved(`${name.name}(${names.join()})`, values, evaluate);
}

const constantly = (part: Node, scope: Scope): Compute => {
  const value = constant(part, scope);
  return () => value;
};

/** Takes the `let` statements of a function or query in that gives a table: no row changes their values. */
export const defineConstants = (statements: readonly Node[], scope: Scope): void =>
  defineAll(statements, scope, (part) => constantly(part, scope));

function bodyOf(body: Node, scope: Scope): Table {
  defineConstants(body.list("Statements"), scope);
  return tableOf(body.part("Expression"), scope);
}

type Operator = (node: Node, input: Table, scope: Scope) => Table;

/** The input's columns by name, with their positions. */
const positions = ({ columns }: Table): Map<string, number> => new Map(columns.map(({ name }, index) => [name, index]));

/** Columns that stay as they are, and computed ones, in the order that the binder gives. */
const extend: Operator = (node, input, scope) => {
  const { columns } = node;
  const made = new Map<string, Compute>();
  for (const part of node.list("Expressions")) {
    const name = part.isNamed ? part.part("Name").name : undefined;
    const compute = compile(part, input.columns, scope);
    if (part.kind === "CompoundNamedExpression") throw new NotImplemented("extend with a list of names");
    made.set(name ?? unnamed(columns, input, made), compute);
  }
  const at = positions(input);
  const plan = columns.map(({ name }): Compute => {
    const index = at.get(name) ?? -1;
    return made.get(name) ?? ((row) => row[index] ?? null);
  });
  return rowByRow(input, columns, (row) => plan.map((compute) => compute(row)), sortedAs(input, columns, made));
};

/** The next column that the binder has named by itself. */
const unnamed = (columns: readonly Column[], input: Table, made: ReadonlyMap<string, unknown>): string =>
  columns.find(({ name }) => !made.has(name) && !input.columns.some((one) => one.name === name))?.name ?? "";

/** Where the column is by which the input was sorted, if it is still there as it was. */
function sortedAs(input: Table, columns: readonly Column[], made: ReadonlyMap<string, unknown>): number | undefined {
  const name = input.sortedBy === undefined ? undefined : input.columns[input.sortedBy]?.name;
  const index = columns.findIndex((column) => column.name === name);
  return name === undefined || index < 0 || made.has(name) ? undefined : index;
}

const project: Operator = (node, input, scope) => {
  const { columns } = node;
  const plan = node.list("Expressions").map((part) => compile(part, input.columns, scope));
  if (plan.length !== columns.length) throw new NotImplemented("project with a list of names");
  return rowByRow(input, columns, (row) => plan.map((compute) => compute(row)));
};

/** Columns chosen, renamed or moved: those of the result by their names before. */
const choose: Operator = (node, input) => {
  const { columns } = node;
  const at = positions(input);
  for (const part of node.list("Expressions"))
    if (part.isNamed) at.set(part.part("Name").name, at.get(part.part("Expression").name) ?? -1);
  const plan = columns.map(({ name }) => at.get(name) ?? -1);
  const sortedBy = sortedAs(input, columns, new Map());
  return rowByRow(input, columns, (row) => plan.map((index) => row[index] ?? null), sortedBy);
};

const summarize: Operator = (node, input, scope) => {
  const { columns } = node;
  const by = node.maybe("ByClause")?.list("Expressions") ?? [];
  const keys = by.map((part) => compile(part, input.columns, scope));
  const names = by.map((part) => (part.kind === "NameReference" ? part.name : ""));
  const aggregates = node.list("Aggregates").map((part) => aggregate(part, input, scope, names));
  const key = (row: Row) => keys.map((compute) => compute(row));
  const groups = grouped(input.rows, (row) => rowKey(key(row)));
  // Without `by`, nothing is one group.
  if (groups.size === 0 && by.length === 0) groups.set("", []);
  const rows = [...groups.values()].map((members) => [
    ...key(members[0] ?? []),
    ...aggregates.flatMap((compute) => compute(members)),
  ]);
  if (rows.some((row) => row.length !== columns.length)) throw new NotImplemented(`the columns of ${node.text}`);
  return { columns, rows };
};

const sorted = (
  rows: readonly Row[],
  orders: readonly { readonly compute: Compute; readonly sign: number; readonly nulls: number }[],
): Row[] =>
  rows
    .map((row, index) => ({ row, index, keys: orders.map(({ compute }) => compute(row)) }))
    .sort((a, b) => {
      for (const [at, { sign, nulls }] of orders.entries()) {
        const [x = null, y = null] = [a.keys[at], b.keys[at]];
        const order = x === null || y === null ? (x === y ? 0 : x === null ? nulls : -nulls) : compare(x, y) * sign;
        if (order !== 0) return order;
      }
      return a.index - b.index;
    })
    .map(({ row }) => row);

/** How a column is ordered: descending unless said, nulls last when descending and first when ascending. */
function orderOf(part: Node, input: Table, scope: Scope) {
  const clause = part.kind === "OrderedExpression" ? part.maybe("Ordering") : undefined;
  const ascending = clause?.maybe("AscOrDescKeyword")?.text === "asc";
  const said = clause?.maybe("NullsClause")?.text ?? "";
  const first = said === "" ? ascending : said.includes("first");
  return { compute: compile(part, input.columns, scope), sign: ascending ? 1 : -1, nulls: first ? -1 : 1 };
}

const union = (node: Node, inputs: readonly Table[]): Table => {
  const { columns } = node;
  if (parameter(node, "withsource") !== undefined) throw new NotImplemented("union withsource");
  const rows = inputs.flatMap((input) => {
    const at = positions(input);
    const plan = columns.map(({ name, type }) => ({ index: at.get(name) ?? -1, none: noneOf(type) }));
    if (input.columns.some(({ name }) => !columns.some((column) => column.name === name)))
      throw new NotImplemented("a union of columns with one name and two types");
    return input.rows.map((row) => plan.map(({ index, none }) => row[index] ?? none));
  });
  return { columns, rows };
};

const same: Operator = (_, input) => input;

const OPERATORS: Readonly<Record<string, Operator>> = {
  FilterOperator: (node, input, scope) => {
    const condition = node.part("Condition");
    const range = timeRange(condition, input, (part) => constant(part, scope));
    const test = compile(condition, input.columns, scope);
    return rowByRow(range, node.columns, (row) => (test(row) === true ? row : undefined), input.sortedBy);
  },
  ExtendOperator: extend,
  SerializeOperator: (node, input, scope) => (node.list("Expressions").length > 0 ? extend(node, input, scope) : input),
  ProjectOperator: project,
  PrintOperator: project,
  ProjectAwayOperator: choose,
  ProjectKeepOperator: choose,
  ProjectRenameOperator: choose,
  ProjectReorderOperator: choose,
  SummarizeOperator: summarize,
  DistinctOperator: (node, input, scope) => {
    const parts = node.list("Expressions");
    const all = parts.some(({ kind }) => kind === "StarExpression");
    const chosen = all ? input : project(node, input, scope);
    return {
      columns: chosen.columns,
      rows: [...new Map(chosen.rows.map((row) => [rowKey(row), row])).values()],
    };
  },
  CountOperator: (node, input) => ({ columns: node.columns, rows: [[input.rows.length]] }),
  SortOperator: (node, input, scope) => ({
    columns: node.columns,
    rows: sorted(
      input.rows,
      node.list("Expressions").map((part) => orderOf(part, input, scope)),
    ),
  }),
  TopOperator: (node, input, scope) => ({
    columns: node.columns,
    rows: sorted(input.rows, [orderOf(node.part("ByExpression"), input, scope)]).slice(
      0,
      numberOf(constant(node.part("Expression"), scope)) ?? 0,
    ),
  }),
  TakeOperator: (node, input, scope) => ({
    columns: input.columns,
    rows: input.rows.slice(0, numberOf(constant(node.part("Expression"), scope)) ?? 0),
    sortedBy: input.sortedBy,
  }),
  JoinOperator: (node, input, scope) => join(node, input, tableOf(node.part("Expression"), scope), scope),
  LookupOperator: (node, input, scope) => join(node, input, tableOf(node.part("Expression"), scope), scope),
  UnionOperator: (node, input, scope) =>
    union(node, [
      ...(input.columns.length > 0 ? [input] : []),
      ...node.list("Expressions").map((part) => tableOf(part, scope)),
    ]),
  InvokeOperator: (node, input, scope) =>
    savedCall(node.part("Function"), node.part("Function").part("Name"), scope, input),
  MvExpandOperator: mvExpand,
  MakeSeriesOperator: makeSeries,
  ParseOperator: parse,
  ParseWhereOperator: parse,
  RangeOperator: (node, _, scope) => {
    const [from, to, step] = ["From", "To", "Step"].map((name) => numberOf(constant(node.part(name), scope)));
    const rows: Row[] = [];
    if (from != null && to != null && step != null && step !== 0)
      for (let at = from; step > 0 ? at <= to : at >= to; at += step) rows.push([at]);
    return { columns: node.columns, rows };
  },
  AsOperator: same,
  RenderOperator: same,
};

function operate(node: Node, input: Table, scope: Scope): Table {
  const operator = OPERATORS[node.kind];
  if (operator === undefined)
    throw new NotImplemented(`the operator ${node.kind.replace(/Operator$/, "").toLowerCase()}`);
  return operator(node, input, scope);
}
