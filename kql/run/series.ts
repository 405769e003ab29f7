import type { Node } from "../tree";
import { aggregate } from "./aggregates";
import { compile, constant } from "./expression";
import { binOf } from "./functions/number";
import { grouped, rowKey } from "./groups";
import { parameter } from "./join";
import type { Row, Scope, Table } from "./scope";
import { type Dynamic, isArray, isBag, NotImplemented, numberOf, textOf, type Value } from "./value";

/** A member of an expanded array as the type that `to typeof()` asks for. */
function converted(value: Value, type: string): Value {
  if (type === "string") return textOf(value, "dynamic");
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

/** `make-series` over a range of time: bins without rows get the default. */
export function makeSeries(node: Node, input: Table, scope: Scope): Table {
  const { columns } = node;
  const range = node.part("RangeClause");
  const edge = (clause: string) => numberOf(constant(range.part(clause).part("Expression"), scope));
  const [from, to, step] = [edge("MakeSeriesFromClause"), edge("MakeSeriesToClause"), edge("MakeSeriesStepClause")];
  if (from === null || to === null || step === null) throw new NotImplemented("make-series without from, to and step");
  const on = compile(node.part("OnClause").part("Expression"), input.columns, scope);
  const by = (node.maybe("ByClause")?.list("Expressions") ?? []).map((part) => compile(part, input.columns, scope));
  const series = node.list("Aggregates").map((part) => ({
    compute: aggregate(part.part("Expression"), input, scope, []),
    none: part.maybe("DefaultExpression") ? constant(part.part("DefaultExpression").part("Expression"), scope) : 0,
  }));
  const times = Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, at) => from + at * step);
  const bin = (row: Row) => binOf(on(row), step, from);
  const inRange = input.rows.filter((row) => {
    const at = bin(row);
    return typeof at === "number" && at >= from && at < to;
  });
  const key = (row: Row) => by.map((compute) => compute(row));
  const rows = [...grouped(inRange, (row) => rowKey(key(row))).values()].map((members): Row => {
    const bins = grouped(members, bin);
    const arrays = series.map(({ compute, none }) =>
      times.map((time) => {
        const ofBin = bins.get(time);
        return ofBin === undefined ? none : (compute(ofBin)[0] ?? null);
      }),
    );
    return [...key(members[0] ?? []), ...arrays, times];
  });
  return { columns, rows };
}
