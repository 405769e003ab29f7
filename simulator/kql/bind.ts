import { analyze, errorsOf, items, type SavedFunction, type Schema } from "./language";

export type { SavedFunction, Schema } from "./language";

/** A query's errors and output columns, according to Microsoft's binder. */
export interface Bound {
  /** Each error with its code. Example: `KS142: The name 'syslog' does not refer to any known table`. */
  readonly errors: readonly string[];
  /** Output columns with their types, in order. Empty if the query's result is not a table. */
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
 * Returns the errors inside a saved function. The binder does not report these errors for a query that calls the
 * function. For example, the service refuses a function that has a parameter `T:(*)` and names a column of `T`.
 * Source: learn.microsoft.com/kusto/query/functions/user-defined-functions, "no table columns can be referenced".
 */
export const functionErrors = ({ parameters, body }: SavedFunction, schema: Schema): string[] =>
  errorsOf(analyze(`let written = (${parameters}) {\n${body}\n};\nprint 1`, schema));
