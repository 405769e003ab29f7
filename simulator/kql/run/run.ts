import { analyze, type Diagnostic, diagnosticsOf, type Schema } from "../language";
import { misplacedNames } from "../misplacedNames";
import { type Column, Node } from "../tree";
import { readDatetime } from "./functions/time";
import { readJson } from "./json";
import { type Run, Scope, type Table } from "./scope";
import { defineConstants, tableOf } from "./table";
import { compare, keyOf, NotImplemented, noneOf, textOf, type Value } from "./value";

export type { Row, Table } from "./scope";
export { NotImplemented, type Value } from "./value";

/** A query that the binder refuses. */
export class BindError extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  }
}

/**
 * Tables with the saved functions over them, and queries that are run on them. Names, types and columns come from
 * Microsoft's binder; only values are computed here. What is not implemented is refused by name.
 */
export class Database {
  private readonly tables = new Map<string, Table>();
  private readonly kept = new Map<string, Table>();

  constructor(private readonly schema: Schema) {}

  /** Puts a table in place of the one of that name. */
  set(name: string, table: Table): void {
    this.tables.set(name, table);
    // Results of functions over the table that was there would be wrong from now on.
    this.kept.clear();
  }

  /**
   * Runs a query. Throws a BindError with everything that is wrong, or NotImplemented.
   * Example: `database.run("Events | count", new Date())`.
   */
  run(query: string, now: Date): Table {
    const code = analyze(query, this.schema);
    const diagnostics = diagnosticsOf(code);
    if (diagnostics.length > 0) throw new BindError(diagnostics);
    const root = new Node(code.Syntax);
    const misplaced = misplacedNames(root);
    if (misplaced.length > 0) throw new BindError(misplaced);
    const scope = new Scope(new Clock(now.getTime(), this));
    const statements = root.list("Statements");
    const last = statements.at(-1);
    if (last?.kind !== "ExpressionStatement" || !last.part("Expression").isTable)
      throw new BindError([
        { code: "KS000", message: "The query ends without a table.", start: query.length, length: 0 },
      ]);
    defineConstants(statements, scope);
    return standing(tableOf(last.part("Expression"), scope));
  }

  table(name: string): Table {
    const found = this.tables.get(name);
    if (found === undefined) throw new NotImplemented(`the table ${name}, which has no rows here`);
    return found;
  }

  /** A function of the same arguments over unchanged tables is evaluated once, and kept sorted by time. */
  saved(name: string, values: readonly (Value | Table)[], clock: Clock, evaluate: () => Table): Table {
    if (values.some(isTable)) return evaluate();
    const key = `${name} ${values.map((value) => keyOf(isTable(value) ? null : value)).join("\u0001")}`;
    const found = this.kept.get(key);
    if (found !== undefined) return found;
    const before = clock.reads;
    const made = byTime(evaluate());
    // What the clock has a part in is another table a moment later.
    if (clock.reads === before) this.kept.set(key, made);
    return made;
  }
}

/** The clock of a query: it stands still, and knows whether it was read. */
class Clock implements Run {
  reads = 0;

  constructor(
    private readonly time: number,
    private readonly database: Database,
  ) {}

  get now(): number {
    this.reads += 1;
    return this.time;
  }

  evaluate: Run["evaluate"] = (node, scope) => standing(tableOf(node, scope));
  table = (name: string): Table => this.database.table(name);
  saved: Run["saved"] = (name, values, evaluate) => this.database.saved(name, values, this, evaluate);
}

/** With rows that stand, so that whoever keeps it has them made once. */
const standing = ({ columns, rows, sortedBy }: Table): Table => ({ columns, rows, sortedBy });

const isTable = (value: Value | Table): value is Table =>
  typeof value === "object" && value !== null && "rows" in value && "columns" in value;

/** Sorted by TimeGenerated, where the table has it: the order of a query's rows is nobody's promise. */
function byTime({ columns, rows }: Table): Table {
  const index = columns.findIndex(({ name, type }) => name === "TimeGenerated" && type === "datetime");
  if (index < 0) return { columns, rows };
  return { columns, rows: [...rows].sort((a, b) => compare(a[index], b[index])), sortedBy: index };
}

/** A table from rows by name, as files hold them: times as text, numbers as they are. */
export function tableFrom(columns: readonly Column[], rows: readonly Readonly<Record<string, unknown>>[]): Table {
  return { columns, rows: rows.map((row) => columns.map((column) => cellOf(row[column.name], column))) };
}

function cellOf(value: unknown, { name, type }: Column): Value {
  if (value === undefined || value === null) return noneOf(type);
  if (typeof value === "string") {
    if (type === "datetime") return readDatetime(value) ?? null;
    return type === "dynamic" ? (readJson(value) ?? value) : value;
  }
  if (typeof value === "number" || typeof value === "boolean") return value;
  throw new Error(`the column ${name} holds ${JSON.stringify(value)}, which is no ${type}`);
}

/** Rows by name, with times as text. */
export const rowsByName = ({ columns, rows }: Table): Record<string, string | number | boolean | null>[] =>
  rows.map((row) =>
    Object.fromEntries(columns.map(({ name, type }, index) => [name, plain(row[index] ?? null, type)] as const)),
  );

function plain(value: Value, type: string): string | number | boolean | null {
  if (type === "datetime" || type === "timespan" || typeof value === "object" || typeof value === "bigint")
    return value === null ? null : textOf(value, type);
  return value;
}
