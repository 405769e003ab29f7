import type { Node } from "../tree";
import { timeLiteral } from "./functions/time";
import { NotImplemented, type Value } from "./value";

/** Returns a literal's value. */
export function literal(node: Node): Value {
  const { kind, text } = node;
  const [, inner = text] = /^(?:\w+)\(([\s\S]*)\)$/.exec(text) ?? [];
  const isNull = inner.trim() === "null";
  switch (kind) {
    case "StringLiteralExpression":
      return stringLiteral(text);
    case "CompoundStringLiteralExpression":
      return node
        .list("Tokens")
        .map(({ text: part }) => stringLiteral(part))
        .join("");
    case "BooleanLiteralExpression":
      return isNull ? null : /^(true|1)$/i.test(inner.trim());
    case "LongLiteralExpression":
    case "IntLiteralExpression":
    case "RealLiteralExpression":
    case "DecimalLiteralExpression":
      return isNull ? null : Number(inner);
    case "DateTimeLiteralExpression":
      return timeLiteral("datetime", text);
    case "TimespanLiteralExpression":
      return timeLiteral("timespan", text);
    case "GuidLiteralExpression":
      return isNull ? null : inner.trim();
    case "NullLiteralExpression":
      return null;
    default:
      throw new NotImplemented(`${kind}: ${text}`);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
};

/**
 * Returns a string literal's value. `@"…"` is verbatim, except that two quotes inside it stand for one. `"…"` and `'…'` may
 * contain escapes. The prefix `h` only hides the literal from logs.
 */
export function stringLiteral(source: string): string {
  const [, verbatim = "", quote = '"', body = ""] = /^[hH]?(@?)(["']|```|~~~)([\s\S]*)\2$/.exec(source) ?? [];
  if (quote.length === 3) return body;
  if (verbatim !== "") return body.replaceAll(quote + quote, quote);
  return body.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_, escaped: string) =>
    escaped.length > 1 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (ESCAPES[escaped] ?? escaped),
  );
}
