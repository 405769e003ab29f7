import type { Node } from "../tree";
import { aggregate } from "./aggregates";
import { compile, constant } from "./expression";
import { binOf } from "./functions/number";
import { Groups } from "./groups";
import { parameter } from "./operatorParameter";
import type { Scope } from "./scope";
import type { Row, Table } from "./table";
import { type Dynamic, NotImplemented, numberOf, textOf } from "./value";

/**
 * Evaluates `make-series`. Bins without rows get the default value. Without `from`, each series begins with its first bin that
 * has rows. Without `to`, each series ends with its last bin that has rows.
 * Source: learn.microsoft.com/kusto/query/make-series-operator, start and end.
 */
export function makeSeries(node: Node, input: Table, scope: Scope): Table {
  const { columns } = node;
  if (parameter(node, "kind") !== undefined) throw new NotImplemented("make-series kind=nonempty");
  const range = node.part("RangeClause");
  const edge = (clause: string) => {
    const given = range.maybe(clause)?.maybe("Expression");
    return given === undefined ? undefined : numberOf(constant(given, scope));
  };
  const [from, to, step] = [edge("MakeSeriesFromClause"), edge("MakeSeriesToClause"), edge("MakeSeriesStepClause")];
  if (from === null || to === null || typeof step !== "number")
    throw new NotImplemented("make-series with in range(), or with a null in its range");
  const axis = node.part("OnClause").part("Expression");
  const on = compile(axis, input.columns, scope);
  const by = (node.maybe("ByClause")?.list("Expressions") ?? []).map((part) => compile(part, input.columns, scope));
  const series = node.list("Aggregates").map((part) => ({
    compute: aggregate(part.part("Expression"), input, scope, []),
    none: part.maybe("DefaultExpression") ? constant(part.part("DefaultExpression").part("Expression"), scope) : 0,
  }));
  const bin = (row: Row) => binOf(on(row), step, from ?? 0);
  const inRange = input.rows.filter((row) => {
    const at = bin(row);
    return typeof at === "number" && at >= (from ?? at) && (to === undefined || at < to);
  });
  const rows = new Groups(inRange, by).all.map(({ key, rows: members }): Row => {
    const bins = new Map(new Groups(members, [bin]).all.map((one) => [one.key[0] ?? null, one.rows]));
    const filled = [...bins.keys()].map(Number);
    const start = from ?? Math.min(...filled);
    const end = to ?? Math.max(...filled) + step;
    const times = Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, at) => start + at * step);
    const arrays = series.map(({ compute, none }) =>
      times.map((time) => {
        const ofBin = bins.get(time);
        return ofBin === undefined ? none : (compute(ofBin)[0] ?? null);
      }),
    );
    return [...key, ...arrays, times.map((time) => axisValue(time, axis.type))];
  });
  return { columns, rows };
}

/** Returns an axis value as a member of a dynamic array. JSON has no type for times, so a time becomes a string. */
const axisValue = (value: number, type: string): Dynamic =>
  type === "datetime" || type === "timespan" ? textOf(value, type) : value;
