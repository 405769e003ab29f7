import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A parsed .kql file: its `let` parameters with their defaults, and the query that follows them. */
export interface KqlFile {
  readonly parameters: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Example: `let facility = "local0";`. */
const PARAMETER = /^let (\w+) = (.+);$/;
/** A verbatim string, in which a doubled quote is the only escape. Example: `@'^[^"]*$'`. */
const VERBATIM = /^@'((?:[^']|'')*)'$/;
/**
 * A string, a comment or a word. A parameter's name is replaced if it is a word, but not within a string or a comment.
 * Examples: `@'a''b'`, `"a\"b"`, `// a`, `facility`.
 */
const TOKEN = /@'(?:[^']|'')*'|@"(?:[^"]|"")*"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/.*|\w+/g;

/** Reads a .kql file and evaluates each `strcat` of constants. Example: `readKqlFile(__dirname, "QumuloEvents.kql")`. */
export const readKqlFile = (folder: string, name: string): KqlFile =>
  withLiterals(parseKqlFile(readFileSync(join(folder, name), "utf8")));

/**
 * Splits the text of a .kql file into parameters and body. The file starts with comments, empty lines and one-line
 * parameters (`let name = default;`). The first line of any other kind starts the body.
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
 * Replaces each `strcat` of constants with its value, so that every regular expression is a single literal: Azure does not
 * document that it accepts any other constant as a regular expression. Drops the parameters that are only parts of
 * other parameters and that the body does not use.
 */
function withLiterals({ parameters, body }: KqlFile): KqlFile {
  const known = new Map(parameters);
  const partsOnly = new Set<string>();
  for (const [name, value] of parameters) {
    const [, list] = /^strcat\((.+)\)$/.exec(value) ?? [];
    if (list === undefined) continue;
    const names = list.match(/@'(?:[^']|'')*'|\w+/g) ?? [];
    for (const part of names) partsOnly.add(part);
    const parts = names.map((part) => VERBATIM.exec(known.get(part) ?? part)?.[1]);
    if (parts.includes(undefined)) throw new Error(`the strcat of ${name} has a part that is not a literal like @'…'`);
    known.set(name, `@'${parts.join("")}'`);
  }
  for (const name of body.match(/\w+/g) ?? []) partsOnly.delete(name);
  return { parameters: new Map([...known].filter(([name]) => !partsOnly.has(name))), body };
}

/** Returns a value as a KQL literal. Example: `kql(["a", "b"])` is `dynamic(["a","b"])`. */
export const kql = (value: string | number | boolean | readonly string[]): string =>
  Array.isArray(value) ? `dynamic(${JSON.stringify(value)})` : JSON.stringify(value);

/** Returns a text as a verbatim KQL literal, for regular expressions. Example: `verbatim("\\d")` is `@'\d'`. */
export const verbatim = (text: string): string => `@'${text.replaceAll("'", "''")}'`;

/**
 * Returns the query with the given values instead of the parameters' defaults. The body is unchanged. Throws if `values`
 * contains a name that the file does not declare, so that a renamed parameter is noticed.
 */
export function renderQuery(file: KqlFile, values: Readonly<Record<string, string>>): string {
  const prelude = [...valuesOf(file, values)].map(([name, value]) => `let ${name} = ${value};`);
  return [...prelude, file.body].join("\n");
}

/**
 * Renders the query as a data collection rule's transformation: on one line, without comments, and with parameter names
 * replaced by their values, because Azure does not document that it accepts a named constant as a regular expression. Throws
 * if `values` contains a name that the file does not declare.
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

/** A saved function: its query, and the declaration of the parameters that its caller passes. */
export interface SavedFunction {
  readonly query: string;
  /** Example: `starttime:datetime = datetime(null), endtime:datetime = datetime(null)`. */
  readonly parameters: string;
}

/** Returns the KQL type of a parameter's default. `(*)` is a table with any columns. */
const typeOf = (literal: string): string => {
  const [, type] = /^(datetime|dynamic|time|guid)\(/.exec(literal) ?? [];
  if (type !== undefined) return type === "time" ? "timespan" : type;
  if (literal.startsWith("datatable")) return "(*)";
  if (literal === "true" || literal === "false") return "bool";
  return literal.startsWith('"') ? "string" : "long";
};

/**
 * Renders the query as a saved function. The parameters in `passedByCaller` become the function's parameters; the others stay
 * in its query as `let` statements.
 */
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
    // A table parameter has no default: the caller passes the table by name or with `invoke`.
    return type === "(*)" ? `${name}:${type}` : `${name}:${type} = ${fallback}`;
  });
  return { query: renderQuery({ parameters: fixed, body }, values), parameters: declarations.join(", ") };
}
