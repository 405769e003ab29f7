import type { Node } from "../tree";
import { compile } from "./expression";
import { readDatetime } from "./functions/time";
import { parameter } from "./operatorParameter";
import type { Scope } from "./scope";
import type { Row, Table } from "./table";
import { type Dynamic, isArray, isBag, NotImplemented, numberOf, textOf, type Value } from "./value";

/** Converts a member of an expanded array to its column's type, which `to typeof()` may set. */
function converted(value: Value, type: string): Value {
  if (type === "string") return textOf(value, "dynamic");
  if (type === "datetime") return typeof value === "string" ? (readDatetime(value) ?? null) : null;
  if (type === "long" || type === "int" || type === "real")
    return typeof value === "string" ? Number(value) : numberOf(value);
  return value;
}

/**
 * Evaluates `mv-expand`. Several columns expand in parallel. A row whose arrays are all empty or null becomes one row.
 */
export function mvExpand(node: Node, input: Table, scope: Scope): Table {
  if (parameter(node, "with_itemindex") !== undefined) throw new NotImplemented("mv-expand with_itemindex");
  const { columns } = node;
  const expanded = node.list("Expressions").map((part) => {
    const expression = part.kind === "MvExpandExpression" ? part.part("Expression") : part;
    const name = expression.isNamed ? expression.part("Name").name : expression.name;
    return { name, compute: compile(expression, input.columns, scope) };
  });
  const changes = columns.flatMap(({ name, type }, at) => {
    const from = expanded.findIndex((one) => one.name === name);
    return from < 0 ? [] : [{ at, type, from }];
  });
  const sources = columns.map(({ name }) => input.columns.findIndex((column) => column.name === name));
  const isAppended = input.columns.every(({ name }, at) => columns[at]?.name === name);
  const rows: Row[] = [];
  for (const row of input.rows) {
    const members = expanded.map(({ compute }) => membersOf(compute(row)));
    const count = Math.max(1, ...members.map(({ length }) => length));
    for (let index = 0; index < count; index += 1) {
      const made = isAppended ? row.slice() : sources.map((from) => row[from] ?? null);
      for (const { at, type, from } of changes) made[at] = converted(members[from]?.[index] ?? null, type);
      rows.push(made);
    }
  }
  return { columns, rows };
}

const membersOf = (value: Value): readonly Dynamic[] => {
  if (isArray(value)) return value;
  if (isBag(value)) return Object.entries(value).map(([key, part]) => ({ [key]: part }));
  return value === null ? [] : [value];
};
