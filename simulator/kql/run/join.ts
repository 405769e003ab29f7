import type { Node } from "../tree";
import { compile } from "./expression";
import { Groups } from "./groups";
import { parameter } from "./operatorParameter";
import type { Scope } from "./scope";
import type { Compute, Row, Table } from "./table";
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
  const column = ({ columns }: Table, node: Node): Compute => {
    const index = columns.findIndex(({ name }) => name === node.name);
    return index >= 0 ? (row) => row[index] ?? null : compile(node, columns, scope);
  };
  return {
    left: pairs.map(([node]) => column(left, node)),
    right: pairs.map(([, node]) => column(right, node)),
    rightNames: pairs.map(([, node]) => node.name),
  };
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
  const none = (table: Table): Row => table.columns.map(({ type }) => noneOf(type));
  const isMatched = (row: Row) => rightGroups.find(row, keys.left) !== undefined;
  // Only some kinds need the left table's groups.
  const leftGroups = () => new Groups(left.rows, keys.left);
  const rightWithout = (isFound: boolean): Row[] => {
    const groups = leftGroups();
    return right.rows.filter((row) => (groups.find(row, keys.right) !== undefined) === isFound);
  };
  const rightGroups = new Groups(right.rows, keys.right);

  if (text === "leftsemi") return { columns, rows: left.rows.filter(isMatched) };
  if (text === "leftanti") return { columns, rows: left.rows.filter((row) => !isMatched(row)) };
  if (text === "rightsemi" || text === "rightanti") return { columns, rows: rightWithout(text === "rightsemi") };

  // `lookup` omits the right table's key columns.
  const kept = right.columns.flatMap(({ name }, index) => (isLookup && keys.rightNames.includes(name) ? [] : [index]));
  const isWhole = kept.length === right.columns.length;
  const both = (a: Row, b: Row): Row => a.concat(isWhole ? b : kept.map((index) => b[index] ?? null));
  const noRight = none(right);
  const isOuter = text === "leftouter" || text === "fullouter";
  // `innerunique` uses only the left table's first row for each key.
  const lefts =
    text === "innerunique" ? leftGroups().all.flatMap(({ rows: [first] }) => (first ? [first] : [])) : left.rows;
  const rows: Row[] = [];
  for (const row of lefts) {
    const matches = rightGroups.find(row, keys.left);
    if (matches !== undefined) for (const match of matches) rows.push(both(row, match));
    else if (isOuter) rows.push(both(row, noRight));
  }
  if (text === "rightouter" || text === "fullouter") {
    const noLeft = none(left);
    for (const row of rightWithout(false)) rows.push(both(noLeft, row));
  }
  return { columns, rows };
}
