import type { Node } from "../tree";
import { compile, FUNCTIONS } from "./expression";
import { stringLiteral } from "./literal";
import { parameter } from "./operatorParameter";
import { regex } from "./regex";
import { rowByRow } from "./rowByRow";
import type { Scope } from "./scope";
import type { Step } from "./step";
import { stepOf } from "./stepOf";
import type { Table } from "./table";
import { NotImplemented, noneOf, textOf, type Value } from "./value";

/** A part of a pattern: fixed text, a column, or `*` for any text. */
type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "column"; readonly name: string; readonly type: string }
  | { readonly kind: "any" };

/** The functions that convert a parsed string, by the type of its column. Strings and guids are not converted. */
const CONVERSIONS: Readonly<Record<string, string>> = {
  long: "tolong",
  int: "toint",
  real: "toreal",
  datetime: "todatetime",
  timespan: "totimespan",
  bool: "tobool",
};

/**
 * Regular expressions for numbers. They match as many digits as possible, so a number column gets the whole number even
 * if `*` follows it.
 */
const NUMBERS: Readonly<Record<string, string>> = {
  long: "-?\\d+",
  int: "-?\\d+",
  real: "-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?",
};

/**
 * Evaluates `parse` and `parse-where`. As documented, the pattern is converted to a regular expression.
 * Source: learn.microsoft.com/kusto/query/parse-operator.
 */
export function parse(node: Node, input: Table, scope: Scope): Table {
  const step = stepOf("parse", [node], { input: input.columns, output: node.columns }, scope, () =>
    parsing(node, input, scope),
  );
  return rowByRow(input, node.columns, step);
}

function parsing(node: Node, input: Table, scope: Scope): Step["apply"] {
  const kind = parameter(node, "kind") ?? "simple";
  const parts = node.list("Patterns").map(partOf);
  const isRelaxed = kind === "relaxed";
  const match = matcher(parts, kind, parameter(node, "flags") ?? "");
  const source = node.part("Expression");
  const text = compile(source, input.columns, scope);
  const columns = parts.filter((part) => part.kind === "column");
  const plan = node.columns.map(({ name, type }) => ({
    from: columns.findIndex((column) => column.name === name),
    kept: input.columns.findIndex((column) => column.name === name),
    none: noneOf(type),
  }));
  return (row) => {
    const found = match(textOf(text(row), source.type));
    const values = found?.map((value, index) => converted(value, columns[index]?.type ?? "string"));
    const isParsed = values !== undefined && (isRelaxed || !values.includes(null));
    if (!isParsed && node.kind === "ParseWhereOperator") return undefined;
    return plan.map(({ from, kept, none }) => (from < 0 ? row[kept] : isParsed ? values[from] : none) ?? none);
  };
}

function partOf(node: Node): Part {
  if (node.kind === "StarExpression") return { kind: "any" };
  if (node.kind === "NameDeclaration") return { kind: "column", name: node.name, type: "string" };
  if (node.kind === "NameAndTypeDeclaration") {
    const name = node.part("Name");
    return { kind: "column", name: name.name, type: name.type };
  }
  return { kind: "text", text: stringLiteral(node.text) };
}

function converted(text: string, type: string): Value {
  const conversion = CONVERSIONS[type];
  if (conversion === undefined) return text;
  return FUNCTIONS[conversion]?.([text], ["string"]) ?? null;
}

/** Extracts the columns' strings from a text. Undefined if the pattern does not match. */
type Match = (text: string) => readonly string[] | undefined;

function matcher(parts: readonly Part[], kind: string, flags: string): Match {
  const unordered = parts.find(
    (part, index) =>
      part.kind === "column" && part.type !== "string" && !(part.type in NUMBERS) && parts[index + 1]?.kind === "any",
  );
  if (unordered?.kind === "column") throw new NotImplemented(`parse with * after a ${unordered.type}`);
  const isRegex = kind === "regex";
  if (/[^Uis]/.test(flags)) throw new NotImplemented(`the flags ${flags} of parse`);
  const isLazy = !isRegex || flags.includes("U");
  if (flags.includes("U") && parts.some((part) => part.kind === "text" && /[*+?{]/.test(part.text)))
    throw new NotImplemented("the flag U of parse with repetitions in its pattern");
  const any = isLazy ? ".*?" : ".*";
  const texts = parts.map((part, index) => {
    if (part.kind === "any") return ".*?";
    // With kind=regex, the text may contain capture groups, which are not columns.
    if (part.kind === "text") return isRegex ? `(?:${part.text})` : part.text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
    const number = NUMBERS[part.type];
    const shape = number === undefined ? any : kind === "relaxed" ? `${number}|${any}` : number;
    return `(?P<column${index}>${shape})`;
  });
  const body = texts.join("");
  // Without kind=regex, `.` also matches line feeds.
  const inline = `${isRegex && !flags.includes("s") ? "" : "s"}${flags.includes("i") ? "i" : ""}`;
  const compiled = (text: string) => regex(`${inline === "" ? "" : `(?${inline})`}${text}`);
  const whole = compiled(`^${body}$`);
  const [first, last] = [parts[0]?.kind === "text", parts.at(-1)?.kind === "text"];
  const loose = compiled(`${first ? "" : "^"}${body}${last ? "" : "$"}`);
  const groups = (pattern: RegExp, text: string): readonly string[] | undefined => {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    return parts.flatMap((part, index) => (part.kind === "column" ? [found.groups?.[`column${index}`] ?? ""] : []));
  };
  return (text) => {
    const found = groups(whole, text);
    // The documentation does not show whether a pattern matches a part of a text, so such a text is refused.
    if (JSON.stringify(groups(loose, text)) !== JSON.stringify(found))
      throw new NotImplemented(
        "parse of a text with more text before or after the pattern: begin or end the pattern with *",
      );
    return found;
  };
}
