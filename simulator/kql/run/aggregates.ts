import type { Node } from "../tree";
import { compile } from "./expression";
import type { Scope } from "./scope";
import type { Row, Table } from "./table";
import { compare, isBag, keyOf, NotImplemented, numberOf, type Value } from "./value";

/** Computes an aggregate's output values from a group's rows. */
export type Aggregate = (rows: readonly Row[]) => readonly Value[];

const known = (values: readonly Value[]): Value[] => values.filter((value) => value !== null);
const numbers = (values: readonly Value[]): number[] => values.map(numberOf).filter((value) => value !== null);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const unique = (values: readonly Value[]): Value[] => [
  ...new Map(values.map((value) => [keyOf(value), value])).values(),
];
const best = (values: readonly Value[], sign: number): Value => {
  let found: Value = null;
  for (const value of values) if (value !== null && (found === null || compare(value, found) * sign > 0)) found = value;
  return found;
};

/** Returns the sample variance, or else the population variance (for `stdevp`). A single value has the variance 0. */
function variance(values: readonly number[], isSample: boolean): number | null {
  if (values.length === 0) return null;
  if (values.length === 1) return 0;
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / (values.length - (isSample ? 1 : 0));
}

/** Returns a percentile by the nearest-rank method. `share` is in percent. */
function percentile(values: readonly Value[], share: number): Value {
  const ordered = known(values).sort(compare);
  return ordered[Math.max(0, Math.ceil((share / 100) * ordered.length) - 1)] ?? null;
}

type OfValues = (values: readonly Value[], parameters: readonly Value[]) => Value;

const limited: OfValues = (values, [limit]) => known(values).slice(0, numberOf(limit) ?? 1_048_576);
const SIMPLE: Readonly<Record<string, OfValues>> = {
  sum: (values) => sum(numbers(values)),
  avg: (values) => (numbers(values).length === 0 ? null : sum(numbers(values)) / numbers(values).length),
  min: (values) => best(values, -1),
  max: (values) => best(values, 1),
  dcount: (values) => unique(known(values)).length,
  count_distinct: (values) => unique(known(values)).length,
  make_list: limited,
  make_set: (values, parameters) => limited(unique(values), parameters),
  make_bag: (values) => Object.assign({}, ...values.filter(isBag).reverse()),
  take_any: (values) => values[0] ?? null,
  stdev: (values) => root(variance(numbers(values), true)),
  stdevp: (values) => root(variance(numbers(values), false)),
  variance: (values) => variance(numbers(values), true),
  percentile: (values, [share]) => percentile(values, numberOf(share) ?? 50),
};
const root = (value: number | null): number | null => (value === null ? null : Math.sqrt(value));

const base = (name: string): string => name.replace(/_?if$/, "");

/**
 * Compiles an aggregate. `by` contains the names of the grouping columns, which the `*` in `arg_max(x, *)` does not
 * include.
 */
export function aggregate(
  node: Node,
  { columns }: Pick<Table, "columns">,
  scope: Scope,
  by: readonly string[],
): Aggregate {
  if (
    node.kind === "SimpleNamedExpression" ||
    node.kind === "ParenthesizedExpression" ||
    node.kind === "CompoundNamedExpression"
  )
    return aggregate(node.part("Expression"), { columns }, scope, by);
  if (node.kind !== "FunctionCallExpression") return combined(node, { columns }, scope, by);
  const { name } = node.part("Name");
  if (!AGGREGATES.has(name)) return combined(node, { columns }, scope, by);
  const given = node.part("ArgumentList").list("Expressions");
  const compute = given.filter(({ kind }) => kind !== "StarExpression").map((part) => compile(part, columns, scope));
  const [first, second] = compute;
  if (name === "count") return (rows) => [rows.length];
  if (name === "countif") return (rows) => [rows.filter((row) => first?.(row) === true).length];
  if (name === "arg_max" || name === "arg_min") {
    const sign = name === "arg_max" ? 1 : -1;
    const star = given.some(({ kind }) => kind === "StarExpression");
    const ordered = given[0]?.kind === "NameReference" ? given[0].name : undefined;
    const others = star
      ? columns.flatMap((column, index) =>
          column.name === ordered || by.includes(column.name) ? [] : [(row: Row) => row[index] ?? null],
        )
      : compute.slice(1);
    return (rows) => {
      let found: Row | undefined;
      for (const row of rows) {
        const value = first?.(row) ?? null;
        if (value !== null && (found === undefined || compare(value, first?.(found)) * sign > 0)) found = row;
      }
      const chosen = found ?? rows[0] ?? [];
      return [first?.(chosen) ?? null, ...others.map((other) => other(chosen))];
    };
  }
  if (name === "percentiles")
    return (rows) => {
      const values = rows.map((row) => first?.(row) ?? null);
      return compute.slice(1).map((share) => percentile(values, numberOf(share([])) ?? 50));
    };
  if (name === "take_any" && compute.length > 1) return (rows) => compute.map((value) => value(rows[0] ?? []));
  const conditional = name.endsWith("if");
  const simple = SIMPLE[base(name)];
  if (simple === undefined || first === undefined) throw new NotImplemented(`the aggregate ${node.text}`);
  return (rows) => {
    const taken = conditional ? rows.filter((row) => second?.(row) === true) : rows;
    const parameters = compute.slice(conditional ? 2 : 1).map((parameter) => parameter([]));
    return [simple(taken.map(first), parameters)];
  };
}

/** Compiles an expression that contains aggregates. Example: `round(100.0 * countif(x) / count(), 1)`. */
function combined(node: Node, table: Pick<Table, "columns">, scope: Scope, by: readonly string[]): Aggregate {
  const found: { readonly text: string; readonly type: string; readonly value: Aggregate }[] = [];
  const visit = (part: Node) => {
    const name = part.kind === "FunctionCallExpression" ? part.part("Name").name : "";
    if (AGGREGATES.has(name))
      found.push({ text: part.text, type: part.type, value: aggregate(part, table, scope, by) });
    else part.children.forEach(visit);
  };
  visit(node);
  if (found.length === 0) throw new NotImplemented(`the aggregate ${node.text}`);
  // The aggregates' values become the columns of a single row, for which the expression is evaluated.
  const columns = found.map(({ text, type }) => ({ name: text, type }));
  const compute = compile(node, columns, scope);
  return (rows) => [compute(found.map(({ value }) => value(rows)[0] ?? null))];
}

/** The names of all aggregates that are implemented. */
export const AGGREGATES = new Set([
  ...Object.keys(SIMPLE),
  ...["sum", "avg", "min", "max", "dcount", "stdev", "variance"].map((name) => `${name}if`),
  ...["make_list_if", "make_set_if", "count", "countif", "arg_max", "arg_min", "percentiles"],
]);
