import { createRequire } from "node:module";

/** A table or saved function that queries may name. */
export interface Schema {
  /** Columns as KQL writes them. Example: `{ Syslog: "(TimeGenerated: datetime, SyslogMessage: string)" }`. */
  readonly tables: Readonly<Record<string, string>>;
  readonly functions?: Readonly<Record<string, SavedFunction>>;
}

/** A function of the workspace. */
export interface SavedFunction {
  /** Example: `starttime:datetime = datetime(null)`. */
  readonly parameters: string;
  readonly body: string;
}

export interface DotNetList<T> {
  Count: number;
  getItem(index: number): T;
}

interface RawDiagnostic {
  Severity: string;
  Code: string;
  Message: string;
  Start: number;
  Length: number;
}

/** An error that the parser or binder has found in a query. */
export interface Diagnostic {
  /** Example: `KS142`. */
  readonly code: string;
  readonly message: string;
  /** Position of the first letter that it is about, and how many letters. */
  readonly start: number;
  readonly length: number;
}

/** A node of the tree; its parts are properties by name. */
export type RawNode = Readonly<Record<string, unknown>>;

export interface Code {
  readonly Syntax: RawNode;
  GetDiagnostics(): DotNetList<RawDiagnostic>;
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
    Syntax: { SyntaxKind: unknown };
  };
}

declare global {
  /** Set by the package when it is loaded. */
  var Kusto: Kusto;
  /** The package's .NET runtime. */
  var System: { Enum: { toString(type: unknown, value: unknown): string } };
}

let loaded: Kusto | undefined;

/**
 * Microsoft's parser and binder, which sets globals: first its .NET runtime, then itself. The package's own types are
 * 1.7 MB and slow every type check down.
 */
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

export function items<T>(list: DotNetList<T> | undefined): T[] {
  return Array.from({ length: list?.Count ?? 0 }, (_, index) => list?.getItem(index)).filter(
    (item) => item !== undefined,
  );
}

/** The name of a node's kind. Example: `FilterOperator`. */
export const kindName = (kind: unknown): string =>
  globalThis.System.Enum.toString(kusto().Language.Syntax.SyntaxKind, kind);

// The same tables and functions are used for query after query, and building their symbols takes 0.4 s.
const known = new WeakMap<Schema, Globals>();

function globalsOf(schema: Schema): Globals {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const symbols = [
    ...Object.entries(schema.tables).map(([name, columns]) => construct("TableSymbol", "$ctor7", name, columns, null)),
    ...Object.entries(schema.functions ?? {}).map(([name, { parameters, body }]) =>
      construct("FunctionSymbol", "$ctor16", name, `(${parameters})`, `{\n${body}\n}`, null),
    ),
  ];
  const cluster = construct("ClusterSymbol", "ctor", "cluster", [
    construct("DatabaseSymbol", "ctor", "workspace", symbols),
  ]);
  const withCluster = kusto().Language.GlobalState.Default.WithCluster(cluster);
  const globals = withCluster.WithDatabase(withCluster.Cluster.GetDatabase("workspace"));
  known.set(schema, globals);
  return globals;
}

/** Parses and binds a query. Never throws on broken text: its diagnostics say what is wrong. */
export const analyze = (query: string, schema: Schema): Code =>
  kusto().Language.KustoCode.ParseAndAnalyze(query, globalsOf(schema));

/** Errors with their places, in the order of the text. */
export const diagnosticsOf = (code: Code): Diagnostic[] =>
  items(code.GetDiagnostics())
    .filter(({ Severity }) => Severity === "Error")
    .map(({ Code, Message, Start, Length }) => ({ code: Code, message: Message, start: Start, length: Length }));

/** Errors with their code. Example: `KS142: The name 'syslog' does not refer to any known table`. */
export const errorsOf = (code: Code): string[] =>
  diagnosticsOf(code).map(({ code: number, message }) => `${number}: ${message}`);
