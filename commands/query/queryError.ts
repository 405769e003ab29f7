import { nearest } from "../../infra/settings/nearest";
import type { Diagnostic } from "../../simulator/kql/language";
import { printable } from "../terminal";
import { habitIn, withoutTexts } from "./queryHabits";

/** The names that a query may use. */
export interface KnownNames {
  readonly columns: readonly string[];
  readonly tables: readonly string[];
  readonly functions: readonly string[];
}

const OPERATORS = [
  ...["where", "extend", "project", "project-away", "project-keep", "project-rename", "project-reorder", "summarize"],
  ...["sort", "order", "top", "take", "limit", "distinct", "count", "join", "lookup", "union", "mv-expand", "parse"],
  ...["parse-where", "make-series", "serialize", "invoke", "render", "print", "range"],
];

const STRING_OPERATORS = [
  ...[
    "contains",
    "startswith",
    "endswith",
    "has",
    "hasprefix",
    "hassuffix",
    "has_any",
    "has_all",
    "between",
    "matches",
  ],
  ...["and", "or", "in"],
];

/**
 * Matches the codes of syntax errors. If a query has syntax errors, only the first one is reported, because it may have
 * caused all other errors.
 */
const SYNTAX = /^KS(0\d\d|176|198)$/;

/**
 * Returns a message that explains a query's errors, each with its position in the query and, if possible, a suggestion.
 */
export function explainDiagnostics(query: string, diagnostics: readonly Diagnostic[], known: KnownNames): string {
  const syntax = diagnostics.find(({ code }) => SYNTAX.test(code));
  const shown = syntax === undefined ? diagnostics : [syntax];
  return shown.map((diagnostic) => explained(query, diagnostic, known).join("\n")).join("\n");
}

/**
 * Whether a construct that is not KQL (a habit) may have caused an error. A habit can cause any syntax error,
 * because the parser may report a syntax error far after its cause. A habit can cause an error of another kind only if
 * the habit and the error are at most one character apart.
 */
const isAbout = (habit: { start: number; length: number }, code: string, start: number, length: number): boolean =>
  SYNTAX.test(code) || (habit.start < start + length + 2 && start < habit.start + habit.length + 2);

function explained(query: string, diagnostic: Diagnostic, known: KnownNames): string[] {
  const { code, message } = diagnostic;
  const { hint, start, length } = meant(query, diagnostic, known);
  const before = query.slice(0, start).split("\n");
  const line = printable(query.split("\n")[before.length - 1]);
  const column = before.at(-1)?.length ?? 0;
  const carets = "^".repeat(Math.max(1, Math.min(length, line.length - column)));
  return [
    `The query is refused: ${message} (${code})`,
    `  ${line}`,
    `  ${" ".repeat(column)}${carets}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ];
}

/** Matches text that ends where the right side of a comparison begins. Examples: `Operation == `, `Operation in (`. */
const COMPARES =
  /(?:==|!=|=~|!~|<>|\b(?:contains|has|startswith|endswith|hasprefix|hassuffix)(?:_cs)?\s|\bin~?\s*\([^()]*)\s*$/;

/** Returns a suggestion for an error, and the position of the text that the suggestion would replace or complete. */
function meant(query: string, { code, message, start, length }: Diagnostic, known: KnownNames) {
  const position = { start, length };
  const text = query.slice(start, start + length);
  const assignment = /(?<![=!<>~])=(?![=~<>])/.exec(withoutTexts(text));
  if ((/type bool/.test(message) || SYNTAX.test(code)) && assignment !== null)
    return { hint: "Did you mean ==? One = gives a name.", start: start + assignment.index, length: 1 };
  if (code === "KS001") return { hint: "The string has no end: a quote is missing.", ...position };
  const habit = habitIn(query);
  if (habit !== undefined && isAbout(habit, code, start, length)) return habit;
  const isUnknownName = code === "KS142" && !known.columns.includes(text);
  if (isUnknownName && COMPARES.test(query.slice(0, start)) && nearest(text, known.columns) === undefined)
    return { hint: `Did you mean "${text}"? Write text in quotes.`, ...position };
  // For an unknown operator, the parser reports a general syntax error, at the operator's first character.
  const [operator = ""] = /^[a-z_]+/i.exec(query.slice(start)) ?? [];
  if (SYNTAX.test(code) && code !== "KS176" && operator.length > 2) {
    const name = nearest(operator, STRING_OPERATORS);
    return { hint: name === undefined ? undefined : `Did you mean ${name}?`, start, length: operator.length };
  }
  if (length < 3) return { hint: undefined, ...position };
  const words = [...query.matchAll(/[A-Za-z_]\w*/g)].map(([word]) => word).filter((word) => word !== text);
  const candidates =
    code === "KS176"
      ? OPERATORS
      : code === "KS211"
        ? known.functions
        : [...known.columns, ...known.tables, ...known.functions, ...words];
  const name = nearest(text, candidates);
  return { hint: name === undefined ? undefined : `Did you mean ${name}?`, ...position };
}
