/** A KQL file taken apart: `let` parameters with defaults, and the query behind them. */
export interface QueryFile {
  readonly parameters: ReadonlyMap<string, string>;
  readonly body: string;
}

const PARAMETER = /^let (\w+) = (.+);$/;

/**
 * Takes a .kql file apart. The file opens with comments and one-line `let name = default;` parameters; the first other
 * line begins the body.
 */
export function parseQueryFile(text: string): QueryFile {
  const lines = text.split("\n");
  const bodyAt = lines.findIndex((line) => line !== "" && !line.startsWith("//") && !PARAMETER.test(line));
  const prelude = lines.slice(0, bodyAt).flatMap((line) => {
    const [, name, value] = PARAMETER.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { parameters: new Map(prelude), body: lines.slice(bodyAt).join("\n").trimEnd() };
}

/** A value as KQL text. Example: `kql(["a", "b"])` is `dynamic(["a","b"])`. */
export const kql = (value: string | number | boolean | readonly string[]): string =>
  Array.isArray(value) ? `dynamic(${JSON.stringify(value)})` : JSON.stringify(value);

/**
 * The query with other values for some parameters; the body is never touched.
 * Throws on a name that the file does not declare, so that a renamed parameter is noticed.
 */
export function renderQuery({ parameters, body }: QueryFile, values: Readonly<Record<string, string>>): string {
  const unknown = Object.keys(values).filter((name) => !parameters.has(name));
  if (unknown.length > 0) throw new Error(`the query has no parameter ${unknown.join(", ")}`);
  const prelude = [...parameters].map(([name, fallback]) => `let ${name} = ${values[name] ?? fallback};`);
  return [...prelude, body].join("\n");
}

/** A saved function: the query without the parameters that its caller gives, and their declaration. */
export interface SavedFunction {
  readonly query: string;
  /** Example: `starttime:datetime = datetime(null), endtime:datetime = datetime(null)`. */
  readonly parameters: string;
}

/** Types of literals that may be a caller's default; `(*)` is any table. */
const typeOf = (literal: string): string => {
  const [, type] = /^(datetime|dynamic|time|guid)\(/.exec(literal) ?? [];
  if (type !== undefined) return type === "time" ? "timespan" : type;
  if (literal.startsWith("datatable")) return "(*)";
  if (literal === "true" || literal === "false") return "bool";
  return literal.startsWith('"') ? "string" : "long";
};

/** Turns some of a query's parameters into those of a saved function; the others stay in its text. */
export function renderFunction(
  file: QueryFile,
  callerGives: readonly string[],
  values: Readonly<Record<string, string>>,
): SavedFunction {
  const fixed = new Map([...file.parameters].filter(([name]) => !callerGives.includes(name)));
  const parameters = callerGives.map((name) => {
    const fallback = file.parameters.get(name);
    if (fallback === undefined) throw new Error(`the query has no parameter ${name}`);
    const type = typeOf(fallback);
    // A table has no default: the caller names it, or pipes it into `invoke`.
    return type === "(*)" ? `${name}:${type}` : `${name}:${type} = ${fallback}`;
  });
  return { query: renderQuery({ parameters: fixed, body: file.body }, values), parameters: parameters.join(", ") };
}
