import type { Node } from "../tree";
import { compile } from "./expression";
import { grouped, rowKey } from "./groups";
import { parameter } from "./operatorParameter";
import type { Scope } from "./scope";
import type { Row, Table } from "./table";
import { NotImplemented, noneOf } from "./value";

const KINDS = [
  "innerunique",
  "inner",
  "leftouter",
  "rightouter",
  "fullouter",
  "leftsemi",
  "rightsemi",
  "leftanti",
  "rightanti",
] as const;
type Kind = (typeof KINDS)[number];

const isKind = (text: string): text is Kind => KINDS.some((kind) => kind === text);

/**
 * Compiles the join keys of both tables. A condition is the name of a column that both tables have, or a comparison.
 * Example: `$left.a == $right.b`.
 */
function keysOf(conditions: readonly Node[], left: Table, right: Table, scope: Scope) {
  const pairs = conditions.map((condition): [Node, Node] => {
    if (condition.kind === "NameReference") return [condition, condition];
    const sides = condition.maybe("Left") ? [condition.part("Left"), condition.part("Right")] : [];
    const side = (prefix: string) => sides.find((one) => one.text.startsWith(prefix))?.part("Selector");
    const [a, b] = [side("$left"), side("$right")];
    if (a === undefined || b === undefined) throw new NotImplemented(`the join condition ${condition.text}`);
    return [a, b];
  });
  const column = ({ columns }: Table, node: Node) => {
    const index = columns.findIndex(({ name }) => name === node.name);
    return index >= 0 ? (row: Row) => row[index] ?? null : compile(node, columns, scope);
  };
  const key = (table: Table, at: 0 | 1) => {
    const parts = pairs.map((pair) => column(table, pair[at]));
    return (row: Row) => rowKey(parts.map((part) => part(row)));
  };
  return { left: key(left, 0), right: key(right, 1), rightNames: pairs.map(([, node]) => node.name) };
}

/** Evaluates `join` and `lookup`. The left table's columns come first, then the right table's. */
export function join(node: Node, left: Table, scope: Scope): Table {
  const right = scope.run.evaluate(node.part("Expression"), scope);
  const isLookup = node.kind === "LookupOperator";
  const text = parameter(node, "kind") ?? (isLookup ? "leftouter" : "innerunique");
  if (!isKind(text)) throw new NotImplemented(`join kind=${text}`);
  const conditions = node.part(isLookup ? "LookupClause" : "ConditionClause").list("Expressions");
  const keys = keysOf(conditions, left, right, scope);
  const { columns } = node;
  const [leftGroups, rightGroups] = [grouped(left.rows, keys.left), grouped(right.rows, keys.right)];
  const none = (table: Table): Row => table.columns.map(({ type }) => noneOf(type));

  if (text === "leftsemi" || text === "leftanti")
    return { columns, rows: left.rows.filter((row) => rightGroups.has(keys.left(row)) === (text === "leftsemi")) };
  if (text === "rightsemi" || text === "rightanti")
    return { columns, rows: right.rows.filter((row) => leftGroups.has(keys.right(row)) === (text === "rightsemi")) };

  // `lookup` omits the right table's key columns.
  const kept = right.columns.flatMap(({ name }, index) => (isLookup && keys.rightNames.includes(name) ? [] : [index]));
  const both = (a: Row, b: Row): Row => [...a, ...kept.map((index) => b[index] ?? null)];
  // `innerunique` uses only the left table's first row for each key.
  const lefts =
    text === "innerunique" ? [...leftGroups.values()].flatMap(([first]) => (first ? [first] : [])) : left.rows;
  const rows = lefts.flatMap((row) => {
    const matches = rightGroups.get(keys.left(row));
    if (matches !== undefined) return matches.map((match) => both(row, match));
    return text === "leftouter" || text === "fullouter" ? [both(row, none(right))] : [];
  });
  if (text === "rightouter" || text === "fullouter")
    rows.push(...right.rows.filter((row) => !leftGroups.has(keys.right(row))).map((row) => both(none(left), row)));
  return { columns, rows };
}
