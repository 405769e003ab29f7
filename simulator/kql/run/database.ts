import { analyze, type Code, type Diagnostic, diagnosticsOf, type Schema } from "../language";
import { misplacedNames } from "../misplacedNames";
import { Node } from "../tree";
import { constantly } from "./constant";
import { Memory } from "./memory";
import { RowRange } from "./rowRange";
import { type Run, Scope } from "./scope";
import { isTable, type Table } from "./table";
import { defineConstants, tableOf } from "./tabular";
import { compare, keyOf, NotImplemented, type Value } from "./value";

/** Thrown for a query with errors. The message lists all of them. */
export class BindError extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  }
}

const checked = new WeakMap<Code, readonly Diagnostic[]>();

function errorsIn(code: Code): Diagnostic[] {
  const errors = diagnosticsOf(code);
  return errors.length > 0 ? errors : misplacedNames(Node.of(code.Syntax));
}

/**
 * The tables and saved functions that queries can read. Microsoft's binder determines names, types and columns; only values
 * are computed here.
 */
export class Database {
  readonly memory = new Memory();
  /** Called for each `invoke` with the function's name and the number of rows that the function gets. */
  onInvoke: ((name: string, rows: number) => void) | undefined;
  private readonly tables = new Map<string, RowRange>();
  private readonly cached = new Map<string, Table>();

  /**
   * `isPlain` switches all optimizations off: each query evaluates all its expressions for all rows. The results are the same.
   */
  constructor(
    private readonly schema: Schema,
    readonly isPlain = false,
  ) {}

  /** Adds a table, or replaces the table with this name. */
  set(name: string, table: Table): void {
    this.tables.set(name, RowRange.of(table));
    // Cached function results may depend on the old table.
    this.cached.clear();
  }

  /**
   * Runs a query. Throws a BindError if the query has errors, and NotImplemented if it uses a feature that is not implemented.
   * Example: `database.run("Events | count", new Date())`.
   */
  run(query: string, now: Date): Table {
    const code = analyze(query, this.schema);
    const errors = checked.get(code) ?? errorsIn(code);
    checked.set(code, errors);
    if (errors.length > 0) throw new BindError(errors);
    const root = Node.of(code.Syntax);
    const scope = new Scope(new QueryRun(now.getTime(), this));
    const statements = root.list("Statements");
    const last = statements.at(-1);
    if (last?.kind !== "ExpressionStatement" || !last.part("Expression").isTable)
      throw new BindError([
        {
          code: "KS000",
          message: "The query must end with an expression that returns a table.",
          start: query.length,
          length: 0,
        },
      ]);
    defineConstants(statements, scope);
    return materialize(tableOf(last.part("Expression"), scope));
  }

  table(name: string): Table {
    const found = this.tables.get(name);
    if (found === undefined) throw new NotImplemented(`the table ${name}, which has no rows here`);
    const { columns, all, sortedBy, low, high } = found;
    return this.isPlain ? found : new RowRange(columns, all, sortedBy, low, high, this.memory.rowsOf(all));
  }

  /**
   * Returns a saved function's result, sorted by time. Until a table changes, calls with the same arguments share one
   * result, unless it depends on the clock.
   */
  saved(name: string, values: readonly (Value | Table)[], run: QueryRun, evaluate: () => Table): Table {
    if (this.isPlain || values.some(isTable)) return evaluate();
    const key = `${name} ${values.map((value) => keyOf(isTable(value) ? null : value)).join("\u0001")}`;
    const found = this.cached.get(key);
    if (found !== undefined) return found;
    const before = run.clockReads;
    const result = sortedByTime(evaluate());
    // A result that depends on the clock is not cached, because it is outdated a moment later.
    if (run.clockReads === before) this.cached.set(key, result);
    return result;
  }
}

/** One run of a query on a database. The run counts how often the query reads the clock. */
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

  get memory(): Memory {
    return this.database.memory;
  }

  get isPlain(): boolean {
    return this.database.isPlain;
  }

  evaluate: Run["evaluate"] = (node, scope) => materialize(tableOf(node, scope));
  constant: Run["constant"] = constantly;
  table = (name: string): Table => this.database.table(name);
  // The rows are counted only if `onInvoke` is set, because counting computes the rows.
  invoked: Run["invoked"] = (name, input) => this.database.onInvoke?.(name, input.rows.length);
  saved: Run["saved"] = (name, values, evaluate) => this.database.saved(name, values, this, evaluate);
}

/** Computes the rows now, so that reading them repeatedly does not compute them again. */
const materialize = ({ columns, rows, sortedBy }: Table): Table => ({ columns, rows, sortedBy });

/** Sorts by TimeGenerated, if the table has that column. Sorting is allowed because without `sort` KQL promises no order. */
function sortedByTime({ columns, rows }: Table): Table {
  const index = columns.findIndex(({ name, type }) => name === "TimeGenerated" && type === "datetime");
  if (index < 0) return { columns, rows };
  return { columns, rows: [...rows].sort((a, b) => compare(a[index], b[index])), sortedBy: index };
}
