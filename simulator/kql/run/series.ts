import type { Node } from "../tree";
import { aggregate } from "./aggregates";
import { compile, constant } from "./expression";
import { binOf } from "./functions/number";
import { readDatetime } from "./functions/time";
import { grouped, rowKey } from "./groups";
import { parameter } from "./join";
import type { Row, Scope, Table } from "./scope";
import { type Dynamic, isArray, isBag, NotImplemented, numberOf, textOf, type Value } from "./value";

/** A member of an expanded array as the type that `to typeof()` asks for. */
function converted(value: Value, type: string): Value {
  if (type === "string") return textOf(value, "dynamic");
  if (type === "datetime") return typeof value === "string" ? (readDatetime(value) ?? null) : null;
  if (type === "long" || type === "int" || type === "real")
    return typeof value === "string" ? Number(value) : numberOf(value);
  return value;
}

/** `mv-expand`: a row for each member; several columns side by side; an empty array or null keeps its row. */
export function mvExpand(node: Node, input: Table, scope: Scope): Table {
  if (parameter(node, "with_itemindex") !== undefined) throw new NotImplemented("mv-expand with_itemindex");
  const { columns } = node;
  const expanded = node.list("Expressions").map((part) => {
    const expression = part.kind === "MvExpandExpression" ? part.part("Expression") : part;
    const name = expression.isNamed ? expression.part("Name").name : expression.name;
    return { name, compute: compile(expression, input.columns, scope) };
  });
  const rows = input.rows.flatMap((row): Row[] => {
    const members = expanded.map(({ compute }) => membersOf(compute(row)));
    const count = Math.max(1, ...members.map(({ length }) => length));
    return Array.from({ length: count }, (_, at) =>
      columns.map(({ name, type }) => {
        const index = expanded.findIndex((one) => one.name === name);
        if (index >= 0) return converted(members[index]?.[at] ?? null, type);
        return row[input.columns.findIndex((column) => column.name === name)] ?? null;
      }),
    );
  });
  return { columns, rows };
}

const membersOf = (value: Value): readonly Dynamic[] => {
  if (isArray(value)) return value;
  if (isBag(value)) return Object.entries(value).map(([key, part]) => ({ [key]: part }));
  return value === null ? [] : [value];
};

/**
 * `make-series` over a range of time: bins without rows get the default. A side of the range that is not given is, for
 * each series by itself, the first or last bin that has rows.
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
    throw new NotImplemented("make-series with a range of null, or in range()");
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
  const key = (row: Row) => by.map((compute) => compute(row));
  const rows = [...grouped(inRange, (row) => rowKey(key(row))).values()].map((members): Row => {
    const bins = grouped(members, bin);
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
    return [...key(members[0] ?? []), ...arrays, times.map((time) => axisValue(time, axis.type))];
  });
  return { columns, rows };
}

/** A time inside an array is text, as JSON has it. */
const axisValue = (value: number, type: string): Dynamic =>
  type === "datetime" || type === "timespan" ? textOf(value, type) : value;
