import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A .kql file: its `let` parameters with their defaults, and the query after them. */
export interface KqlFile {
  readonly parameters: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Example: `let facility = "local0";`. */
const PARAMETER = /^let (\w+) = (.+);$/;
/** A text without escapes but doubled quotes. Example: `@'^[^"]*$'`. */
const VERBATIM = /^@'((?:[^']|'')*)'$/;
/** A text or a comment, in which names mean nothing, or a word. Examples: `@'a''b'`, `"a\"b"`, `// a`, `facility`. */
const TOKEN = /@'(?:[^']|'')*'|@"(?:[^"]|"")*"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/.*|\w+/g;

/** Reads a .kql file. Example: `readKqlFile(__dirname, "QumuloEvents.kql")`. */
export const readKqlFile = (folder: string, name: string): KqlFile =>
  withLiterals(parseKqlFile(readFileSync(join(folder, name), "utf8")));

/**
 * Splits the text of a .kql file. It starts with comments and one-line parameters, `let name = default;`. The first other
 * line starts the body.
 */
export function parseKqlFile(text: string): KqlFile {
  const lines = text.split("\n");
  const bodyAt = lines.findIndex((line) => line !== "" && !line.startsWith("//") && !PARAMETER.test(line));
  const parameters = lines.slice(0, bodyAt).flatMap((line) => {
    const [, name, value] = PARAMETER.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { parameters: new Map(parameters), body: lines.slice(bodyAt).join("\n").trimEnd() };
}

/**
 * Replaces each `strcat` of constants by its value, so that a regular expression is one literal: it is not documented that
 * the service accepts another constant there. Drops parameters that only other parameters used.
 */
function withLiterals({ parameters, body }: KqlFile): KqlFile {
  const known = new Map(parameters);
  for (const [name, value] of parameters) {
    const [, list] = /^strcat\((.+)\)$/.exec(value) ?? [];
    if (list === undefined) continue;
    const parts = list.match(/@'(?:[^']|'')*'|\w+/g)?.map((part) => VERBATIM.exec(known.get(part) ?? part)?.[1]) ?? [];
    if (parts.includes(undefined)) throw new Error(`the strcat of ${name} has a part that is not a text like @'…'`);
    known.set(name, `@'${parts.join("")}'`);
  }
  const used = new Set(body.match(/\w+/g));
  return { parameters: new Map([...known].filter(([name]) => used.has(name))), body };
}

/** A value as a KQL literal. Example: `kql(["a", "b"])` is `dynamic(["a","b"])`. */
export const kql = (value: string | number | boolean | readonly string[]): string =>
  Array.isArray(value) ? `dynamic(${JSON.stringify(value)})` : JSON.stringify(value);

/** A text as a verbatim KQL literal, for regular expressions. Example: `verbatim("\\d")` is `@'\d'`. */
export const verbatim = (text: string): string => `@'${text.replaceAll("'", "''")}'`;

/**
 * The query with other values for some of its parameters. Only the parameters change, never the body.
 * Throws on a name that the file does not declare, to detect a parameter that was renamed.
 */
export function renderQuery(file: KqlFile, values: Readonly<Record<string, string>>): string {
  const prelude = [...valuesOf(file, values)].map(([name, value]) => `let ${name} = ${value};`);
  return [...prelude, file.body].join("\n");
}

/**
 * The query as a transformation of a collection rule: on one line, without comments, and with the values of the parameters
 * in place of their names, because it is not documented that the service accepts a constant as a regular expression.
 * Throws on a name that the file does not declare.
 */
export function renderTransform(file: KqlFile, values: Readonly<Record<string, string>>): string {
  const known = valuesOf(file, values);
  return file.body
    .replace(TOKEN, (token) => (token.startsWith("//") ? "" : (known.get(token) ?? token)))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}

function valuesOf({ parameters }: KqlFile, values: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const unknown = Object.keys(values).filter((name) => !parameters.has(name));
  if (unknown.length > 0) throw new Error(`the query has no parameter ${unknown.join(", ")}`);
  return new Map([...parameters].map(([name, fallback]) => [name, values[name] ?? fallback]));
}

/** A saved function: the query without the parameters that its caller passes, and their declaration. */
export interface SavedFunction {
  readonly query: string;
  /** Example: `starttime:datetime = datetime(null), endtime:datetime = datetime(null)`. */
  readonly parameters: string;
}

/** The type of a literal that is a default; `(*)` is a table with any columns. */
const typeOf = (literal: string): string => {
  const [, type] = /^(datetime|dynamic|time|guid)\(/.exec(literal) ?? [];
  if (type !== undefined) return type === "time" ? "timespan" : type;
  if (literal.startsWith("datatable")) return "(*)";
  if (literal === "true" || literal === "false") return "bool";
  return literal.startsWith('"') ? "string" : "long";
};

/** The query as a saved function. The named parameters become the function's; the others stay in its text. */
export function renderFunction(
  { parameters, body }: KqlFile,
  passedByCaller: readonly string[],
  values: Readonly<Record<string, string>>,
): SavedFunction {
  const fixed = new Map([...parameters].filter(([name]) => !passedByCaller.includes(name)));
  const declarations = passedByCaller.map((name) => {
    const fallback = parameters.get(name);
    if (fallback === undefined) throw new Error(`the query has no parameter ${name}`);
    const type = typeOf(fallback);
    // A table has no default: the caller passes it by name or with `invoke`.
    return type === "(*)" ? `${name}:${type}` : `${name}:${type} = ${fallback}`;
  });
  return { query: renderQuery({ parameters: fixed, body }, values), parameters: declarations.join(", ") };
}
