import type { Node } from "../tree";
import { constant } from "./expression";
import type { Scope } from "./scope";
import type { Row, Table } from "./table";
import { numberOf } from "./value";

/** Evaluates `range`. */
export function range(node: Node, _input: Table, scope: Scope): Table {
  const [from, to, step] = ["From", "To", "Step"].map((name) => numberOf(constant(node.part(name), scope)));
  const rows: Row[] = [];
  if (from != null && to != null && step != null && step !== 0)
    for (let at = from; step > 0 ? at <= to : at >= to; at += step) rows.push([at]);
  return { columns: node.columns, rows };
}
