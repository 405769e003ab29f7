import type { Node } from "../tree";
import { aggregate } from "./aggregates";
import { project } from "./columns";
import { compile } from "./expression";
import { grouped, rowKey } from "./groups";
import type { Scope } from "./scope";
import type { Row, Table } from "./table";
import { NotImplemented } from "./value";

/** Evaluates `summarize`. */
export function summarize(node: Node, input: Table, scope: Scope): Table {
  const { columns } = node;
  const by = node.maybe("ByClause")?.list("Expressions") ?? [];
  const keys = by.map((part) => compile(part, input.columns, scope));
  const names = by.map((part) => (part.kind === "NameReference" ? part.name : ""));
  const aggregates = node.list("Aggregates").map((part) => aggregate(part, input, scope, names));
  const key = (row: Row) => keys.map((compute) => compute(row));
  const groups = grouped(input.rows, (row) => rowKey(key(row)));
  // Without `by`, even an empty input is one group.
  if (groups.size === 0 && by.length === 0) groups.set("", []);
  const rows = [...groups.values()].map((members) => [
    ...key(members[0] ?? []),
    ...aggregates.flatMap((compute) => compute(members)),
  ]);
  if (rows.some((row) => row.length !== columns.length)) throw new NotImplemented(`the columns of ${node.text}`);
  return { columns, rows };
}

/** Evaluates `distinct`. */
export function distinct(node: Node, input: Table, scope: Scope): Table {
  const hasStar = node.list("Expressions").some(({ kind }) => kind === "StarExpression");
  const { columns, rows } = hasStar ? input : project(node, input, scope);
  return { columns, rows: [...new Map(rows.map((row) => [rowKey(row), row])).values()] };
}
