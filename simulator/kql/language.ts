import { createRequire } from "node:module";

/** The tables and saved functions that queries may use. */
export interface Schema {
  /** Columns as KQL writes them. Example: `{ Syslog: "(TimeGenerated: datetime, SyslogMessage: string)" }`. */
  readonly tables: Readonly<Record<string, string>>;
  readonly functions?: Readonly<Record<string, SavedFunction>>;
}

/** A function that is saved in the workspace. */
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

/** An error that Microsoft's parser or binder reports. */
export interface Diagnostic {
  /** Example: `KS142`. */
  readonly code: string;
  readonly message: string;
  /** The erroneous text: the position of its first character, and its length. */
  readonly start: number;
  readonly length: number;
}

/** A syntax tree node of Microsoft's parser. Its parts are properties. */
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
  /** The global that the package defines when it is loaded. */
  var Kusto: Kusto;
  /** The package's .NET runtime. */
  var System: { Enum: { toString(type: unknown, value: unknown): string } };
}

let loaded: Kusto | undefined;

/**
 * Loads Microsoft's parser and binder. The package defines two globals: its .NET runtime, then the parser and binder.
 * Its type definitions have 1.7 MB and would slow down every type check, so this file declares the parts that are used.
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

/** Returns the name of a node's kind. Example: `FilterOperator`. */
export function kindName(kind: unknown): string {
  const known = kindNames.get(kind);
  if (known !== undefined) return known;
  const name = globalThis.System.Enum.toString(kusto().Language.Syntax.SyntaxKind, kind);
  kindNames.set(kind, name);
  return name;
}
// Cached, because the package takes 4 microseconds to find a name, and an evaluation needs thousands of names.
const kindNames = new Map<unknown, string>();

// Cached, because building a schema's symbols takes 0.4 s, and most queries use the same schema.
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

/** Parses and binds a query. Does not throw for an invalid query: the result contains its errors. */
export function analyze(query: string, schema: Schema): Code {
  const texts = analyzed.get(schema) ?? new Map<string, Code>();
  analyzed.set(schema, texts);
  const found = texts.get(query);
  if (found !== undefined) return found;
  const code = kusto().Language.KustoCode.ParseAndAnalyze(query, globalsOf(schema));
  if (texts.size >= MOST_CACHED) texts.clear();
  texts.set(query, code);
  return code;
}

/** Cached analyses. A replay runs the same queries many times, and analyzing a query takes up to 0.4 s. */
const analyzed = new WeakMap<Schema, Map<string, Code>>();
const MOST_CACHED = 50;

/** Returns a query's errors with their positions. */
export const diagnosticsOf = (code: Code): Diagnostic[] =>
  items(code.GetDiagnostics())
    .filter(({ Severity }) => Severity === "Error")
    .map(({ Code, Message, Start, Length }) => ({ code: Code, message: Message, start: Start, length: Length }));

/** Returns each error with its code. Example: `KS142: The name 'syslog' does not refer to any known table`. */
export const errorsOf = (code: Code): string[] =>
  diagnosticsOf(code).map(({ code: number, message }) => `${number}: ${message}`);
