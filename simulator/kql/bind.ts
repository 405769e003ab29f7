import { analyze, errorsOf, items, type SavedFunction, type Schema } from "./language";

export type { SavedFunction, Schema } from "./language";

/** What Microsoft's binder says of a query. */
export interface Bound {
  /** Errors with their code. Example: `KS142: The name 'syslog' does not refer to any known table`. */
  readonly errors: readonly string[];
  /** Output columns with their types, in order; empty where the query is no table. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Checks a query against a schema with Microsoft's own parser and binder. Names are case-sensitive, as in Azure. */
export function bind(query: string, schema: Schema): Bound {
  const code = analyze(query, schema);
  return {
    errors: errorsOf(code),
    columns: Object.fromEntries(items(code.ResultType?.Columns).map(({ Name, Type }) => [Name, Type.Name])),
  };
}

/**
 * Errors inside a function. Where a saved one is merely called, the binder does not look into it; above all it lets a
 * function of any table, `T:(*)`, name that table's columns, which the service refuses.
 * Source: learn.microsoft.com/kusto/query/functions/user-defined-functions, "no table columns can be referenced".
 */
export const functionErrors = ({ parameters, body }: SavedFunction, schema: Schema): string[] =>
  errorsOf(analyze(`let written = (${parameters}) {\n${body}\n};\nprint 1`, schema));
