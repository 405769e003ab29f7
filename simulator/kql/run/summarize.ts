import type { Node } from "../tree";
import { aggregate } from "./aggregates";
import { project } from "./columns";
import { compile } from "./expression";
import { Groups } from "./groups";
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
  const groups = new Groups(input.rows, keys).all;
  // Without `by`, even an empty input is one group.
  if (groups.length === 0 && by.length === 0) groups.push({ key: [], rows: [] });
  const rows = groups.map(({ key, rows: members }): Row => {
    const row = [...key];
    for (const compute of aggregates) row.push(...compute(members));
    return row;
  });
  if (rows.some((row) => row.length !== columns.length)) throw new NotImplemented(`the columns of ${node.text}`);
  return { columns, rows };
}

/** Evaluates `distinct`. */
export function distinct(node: Node, input: Table, scope: Scope): Table {
  const hasStar = node.list("Expressions").some(({ kind }) => kind === "StarExpression");
  const { columns, rows } = hasStar ? input : project(node, input, scope);
  const keys = columns.map((_, index) => (row: Row) => row[index] ?? null);
  return { columns, rows: new Groups(rows, keys).all.map(({ key }) => key) };
}
