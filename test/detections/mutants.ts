import type { Rule } from "../../components/detections/rules";
import { analyze, type Schema } from "../../simulator/kql/language";
import { Node } from "../../simulator/kql/tree";

/** A query with one mistake. */
export interface Mutant {
  /** Example: `line 4: 1001 instead of 1000`. */
  readonly what: string;
  readonly query: string;
}

/** Columns that are mixed up easily, each with the other columns that a query may read by mistake. */
const MISTAKEN: Readonly<Record<string, readonly string[]>> = {
  Actor: ["Cluster"],
  Client: ["Actor"],
  Cluster: ["Actor"],
  Directory: ["TopFolder"],
  EventTime: ["IngestionTime"],
  Extension: ["TargetExtension"],
  FileName: ["TargetFileName"],
  FilePath: ["Directory", "TargetPath"],
  First: ["Last"],
  Last: ["First"],
  OperationClass: ["Operation"],
  SrcIpAddr: ["UserID"],
  TargetExtension: ["Extension"],
  TargetPath: ["FilePath"],
  UserID: ["UserName"],
};

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Returns the position after a node's last character. */
function endOf(node: Node): number {
  const last = node.children.filter(({ text }) => text !== "").at(-1);
  return last === undefined ? node.start + node.text.length : endOf(last);
}

/** Returns texts that somebody may write by mistake instead of a node. */
function mistakes(node: Node, query: string): readonly string[] {
  const whole = (part: Node): string => query.slice(part.start, endOf(part));
  switch (node.kind) {
    case "LongLiteralExpression":
      return [1, -1].map((change) => String(Number(node.text) + change));
    case "TimespanLiteralExpression": {
      const [, number, unit = ""] = /^(\d+)([smhd])$/.exec(node.text) ?? [];
      const seconds = Number(number) * (SECONDS[unit] ?? Number.NaN);
      return [1, -1].flatMap((change) => (seconds + change < 0 ? [] : [`${seconds + change}s`]));
    }
    case "AndExpression":
    case "OrExpression": {
      // The parts of a longer chain are left out one by one.
      const [left, right] = [node.part("Left"), node.part("Right")];
      return left.kind === node.kind ? [whole(left)] : [whole(left), whole(right)];
    }
    case "FilterOperator":
      return node.part("Condition").kind === "AndExpression" ? [] : ["where true"];
    case "NameReference":
      return node.refers === "column" ? (MISTAKEN[node.name] ?? []) : [];
    default:
      return [];
  }
}

/** Whether a named expression only informs the reader of an alert: no other part of the query reads it. */
const isInformation = (node: Node, query: string, { detections }: Rule): boolean =>
  node.isNamed &&
  detections.some(({ information }) => ["LastEvent", ...information].includes(node.part("Name").name)) &&
  query.split(new RegExp(`\\b${node.part("Name").name}\\b`)).length === 2;

/** Returns a query without the last lines, which all rules share, and these lines. */
export function withoutTail(query: string): readonly [own: string, tail: string] {
  const at = query.lastIndexOf("\n| sort by Count desc");
  return [query.slice(0, at), query.slice(at)];
}

/**
 * Returns all mutants of a rule's query: numbers and times a little larger or smaller, conditions without one of their parts,
 * other columns, and other dimensions. Microsoft's binder may refuse some of them.
 */
export function mutantsOf(rule: Rule, schema: Schema): Mutant[] {
  const [own, tail] = withoutTail(rule.query);
  const found: Mutant[] = [];
  const visit = (node: Node): void => {
    if (isInformation(node, own, rule)) return;
    // Which values make_set keeps, and how many, is information, too.
    if (node.kind === "FunctionCallExpression" && /^make_set\b/.test(node.text)) return;
    const [start, end] = [node.start, endOf(node)];
    if (end <= own.length && node.text !== "")
      for (const mistake of mistakes(node, own)) {
        const line = own.slice(0, start).split("\n").length;
        const what = `line ${line}, ${start - own.lastIndexOf("\n", start - 1)}: ${mistake} instead of ${own.slice(start, end)}`;
        found.push({ what, query: own.slice(0, start) + mistake + own.slice(end) + tail });
      }
    for (const child of node.children) visit(child);
  };
  visit(Node.of(analyze(rule.query, schema).Syntax));
  const [first, second] = rule.dimensions;
  found.push({
    what: `${first} and ${second} are exchanged`,
    query: `${own}\n| extend ${first} = ${second}, ${second} = ${first}${tail}`,
  });
  return found;
}
