import { analyze, type Diagnostic, diagnosticsOf, type Schema } from "../language";
import { misplacedNames } from "../misplacedNames";
import { Node } from "../tree";
import { type Run, Scope } from "./scope";
import { isTable, type Table } from "./table";
import { defineConstants, tableOf } from "./tabular";
import { compare, keyOf, NotImplemented, type Value } from "./value";

/** A query that the binder refuses. */
export class BindError extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  }
}

/**
 * Tables and saved functions that queries can read. Names, types and columns come from Microsoft's binder; only values
 * are computed here. A query that needs something that is not implemented throws NotImplemented.
 */
export class Database {
  private readonly tables = new Map<string, Table>();
  private readonly cached = new Map<string, Table>();

  constructor(private readonly schema: Schema) {}

  /** Adds a table, or replaces the one of that name. */
  set(name: string, table: Table): void {
    this.tables.set(name, table);
    // Cached results of functions may have read the former table.
    this.cached.clear();
  }

  /**
   * Runs a query. Throws a BindError that lists all errors, or NotImplemented.
   * Example: `database.run("Events | count", new Date())`.
   */
  run(query: string, now: Date): Table {
    const code = analyze(query, this.schema);
    const diagnostics = diagnosticsOf(code);
    if (diagnostics.length > 0) throw new BindError(diagnostics);
    const root = new Node(code.Syntax);
    const misplaced = misplacedNames(root);
    if (misplaced.length > 0) throw new BindError(misplaced);
    const scope = new Scope(new QueryRun(now.getTime(), this));
    const statements = root.list("Statements");
    const last = statements.at(-1);
    if (last?.kind !== "ExpressionStatement" || !last.part("Expression").isTable)
      throw new BindError([
        { code: "KS000", message: "The query ends without a table.", start: query.length, length: 0 },
      ]);
    defineConstants(statements, scope);
    return materialize(tableOf(last.part("Expression"), scope));
  }

  table(name: string): Table {
    const found = this.tables.get(name);
    if (found === undefined) throw new NotImplemented(`the table ${name}, which has no rows here`);
    return found;
  }

  /** The result of a saved function. It is cached for the same arguments over unchanged tables, sorted by time. */
  saved(name: string, values: readonly (Value | Table)[], run: QueryRun, evaluate: () => Table): Table {
    if (values.some(isTable)) return evaluate();
    const key = `${name} ${values.map((value) => keyOf(isTable(value) ? null : value)).join("\u0001")}`;
    const found = this.cached.get(key);
    if (found !== undefined) return found;
    const before = run.clockReads;
    const result = sortedByTime(evaluate());
    // A result that depends on the clock is outdated a moment later.
    if (run.clockReads === before) this.cached.set(key, result);
    return result;
  }
}

/** A run over the tables of a database. It counts how often the query reads the clock. */
class QueryRun implements Run {
  clockReads = 0;

  constructor(
    private readonly time: number,
    private readonly database: Database,
  ) {}

  get now(): number {
    this.clockReads += 1;
    return this.time;
  }

  evaluate: Run["evaluate"] = (node, scope) => materialize(tableOf(node, scope));
  table = (name: string): Table => this.database.table(name);
  saved: Run["saved"] = (name, values, evaluate) => this.database.saved(name, values, this, evaluate);
}

/** Computes the rows now, so that they are computed once however often they are read. */
const materialize = ({ columns, rows, sortedBy }: Table): Table => ({ columns, rows, sortedBy });

/** Sorts by TimeGenerated if the table has that column. A query without `sort` promises no order, so this changes no result. */
function sortedByTime({ columns, rows }: Table): Table {
  const index = columns.findIndex(({ name, type }) => name === "TimeGenerated" && type === "datetime");
  if (index < 0) return { columns, rows };
  return { columns, rows: [...rows].sort((a, b) => compare(a[index], b[index])), sortedBy: index };
}
