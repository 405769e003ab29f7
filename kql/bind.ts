import { createRequire } from "node:module";

/** A table or saved function that queries may name. */
export interface Schema {
  /** Columns as KQL writes them. Example: `{ Syslog: "(TimeGenerated: datetime, SyslogMessage: string)" }`. */
  readonly tables: Readonly<Record<string, string>>;
  readonly functions?: Readonly<Record<string, { readonly parameters: string; readonly body: string }>>;
}

/** What Microsoft's binder says of a query. */
export interface Bound {
  /** Errors with their code. Example: `KS142: The name 'syslog' does not refer to any known table`. */
  readonly errors: readonly string[];
  /** Output columns with their types, in order; empty where the query is no table. */
  readonly columns: Readonly<Record<string, string>>;
}

// The parts of the package that are used; its own types are 1.7 MB and slow every type check down.
interface DotNetList<T> {
  Count: number;
  getItem(index: number): T;
}
interface Diagnostic {
  Severity: string;
  Code: string;
  Message: string;
  Start: number;
}
interface Code {
  GetDiagnostics(): DotNetList<Diagnostic>;
  ResultType?: { Columns?: DotNetList<{ Name: string; Type: { Name: string } }> };
}
interface Globals {
  Cluster: { GetDatabase(name: string): unknown };
  WithCluster(cluster: unknown): Globals;
  WithDatabase(database: unknown): Globals;
}
type Constructor = new (...args: unknown[]) => unknown;
interface Kusto {
  Language: {
    KustoCode: { ParseAndAnalyze(text: string, globals: Globals): Code };
    GlobalState: { Default: Globals };
    Symbols: Record<"TableSymbol" | "FunctionSymbol" | "DatabaseSymbol" | "ClusterSymbol", Record<string, Constructor>>;
  };
}

declare global {
  /** Set by the package when it is loaded. */
  var Kusto: Kusto;
}

let loaded: Kusto | undefined;

/** Loads the package, which sets globals: first its .NET runtime, then itself. */
function kusto(): Kusto {
  if (loaded === undefined) {
    const load = createRequire(__filename);
    load("@kusto/language-service-next/bridge.min.js");
    load("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
    loaded = globalThis.Kusto;
  }
  return loaded;
}

function construct(type: keyof Kusto["Language"]["Symbols"], overload: string, ...args: unknown[]): unknown {
  const Type = kusto().Language.Symbols[type][overload];
  if (Type === undefined) throw new Error(`@kusto/language-service-next has no ${type}.${overload}: another version?`);
  return new Type(...args);
}

function items<T>(list: DotNetList<T> | undefined): T[] {
  return Array.from({ length: list?.Count ?? 0 }, (_, index) => list?.getItem(index)).filter(
    (item) => item !== undefined,
  );
}

/** Checks a query against a schema with Microsoft's own parser and binder. Names are case-sensitive, as in Azure. */
export function bind(query: string, { tables, functions = {} }: Schema): Bound {
  const { KustoCode, GlobalState } = kusto().Language;
  const symbols = [
    ...Object.entries(tables).map(([name, columns]) => construct("TableSymbol", "$ctor7", name, columns, null)),
    ...Object.entries(functions).map(([name, { parameters, body }]) =>
      construct("FunctionSymbol", "$ctor16", name, `(${parameters})`, `{\n${body}\n}`, null),
    ),
  ];
  const cluster = construct("ClusterSymbol", "ctor", "cluster", [
    construct("DatabaseSymbol", "ctor", "workspace", symbols),
  ]);
  const withCluster = GlobalState.Default.WithCluster(cluster);
  const globals = withCluster.WithDatabase(withCluster.Cluster.GetDatabase("workspace"));
  const code = KustoCode.ParseAndAnalyze(query, globals);
  return {
    errors: items(code.GetDiagnostics())
      .filter(({ Severity }) => Severity === "Error")
      .map(({ Code, Message }) => `${Code}: ${Message}`),
    columns: Object.fromEntries(items(code.ResultType?.Columns).map(({ Name, Type }) => [Name, Type.Name])),
  };
}
