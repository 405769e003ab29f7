import { type DotNetList, items, kindName, type RawNode } from "./language";

/** A column, as the binder reports it. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** What a name refers to. */
export type Referred = "column" | "function" | "other";

/** A parameter of a function. */
interface Parameter {
  readonly name: string;
  /** The default value. */
  readonly fallback: Node | undefined;
}

const isRaw = (value: unknown): value is RawNode => typeof value === "object" && value !== null;
const isList = (value: unknown): value is DotNetList<RawNode> =>
  isRaw(value) && "Count" in value && typeof value.getItem === "function";
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/**
 * A node of the bound syntax tree. Its kinds and parts have the names that Microsoft's parser uses. Each of the parser's nodes
 * has one Node, which caches what it has read: reading is slow, and a replay evaluates a query hundreds of times.
 */
export class Node {
  private static readonly known = new WeakMap<RawNode, Node>();

  private readonly parts = new Map<string, Node | undefined>();
  private readonly lists = new Map<string, readonly Node[]>();
  private readonly cached: {
    text?: string;
    type?: string;
    name?: string;
    refers?: Referred;
    isTable?: boolean;
    columns?: readonly Column[];
    parameters?: readonly Parameter[];
    children?: readonly Node[];
    calledBody?: { readonly body: Node | undefined };
  } = {};

  private constructor(private readonly raw: RawNode) {}

  static of(raw: RawNode): Node {
    const known = Node.known.get(raw);
    if (known !== undefined) return known;
    const node = new Node(raw);
    Node.known.set(raw, node);
    return node;
  }

  /** Example: `FilterOperator`. */
  get kind(): string {
    return kindName(this.raw.Kind);
  }

  /** The type of the expression's value. Example: `string`. Empty if the node has no value. */
  get type(): string {
    this.cached.type ??= this.readType();
    return this.cached.type;
  }

  private readType(): string {
    const { ResultType } = this.raw;
    return isRaw(ResultType) ? textOf(ResultType.Name) : "";
  }

  /** The columns of the expression's result. Empty if the result is not a table. */
  get columns(): readonly Column[] {
    this.cached.columns ??= this.readColumns();
    return this.cached.columns;
  }

  private readColumns(): Column[] {
    const { ResultType } = this.raw;
    const columns = isRaw(ResultType) ? ResultType.Columns : undefined;
    return isList(columns)
      ? items(columns).map(({ Name, Type }) => ({ name: textOf(Name), type: isRaw(Type) ? textOf(Type.Name) : "" }))
      : [];
  }

  /** The node's text in the query, without leading and trailing spaces. */
  get text(): string {
    this.cached.text ??= this.readText();
    return this.cached.text;
  }

  private readText(): string {
    const { ToString } = this.raw;
    return typeof ToString === "function" ? textOf(Reflect.apply(ToString, this.raw, [])).trim() : "";
  }

  /** The position of the node's first character in the query. */
  get start(): number {
    const { TextStart } = this.raw;
    return typeof TextStart === "number" ? TextStart : 0;
  }

  /** The name that the node refers to or declares; for all other nodes, their text. */
  get name(): string {
    this.cached.name ??= this.readName();
    return this.cached.name;
  }

  private readName(): string {
    const { ReferencedSymbol, SimpleName } = this.raw;
    if (typeof SimpleName === "string" && SimpleName !== "") return SimpleName;
    return isRaw(ReferencedSymbol) ? textOf(ReferencedSymbol.Name) : this.text;
  }

  /** What the name refers to. */
  get refers(): Referred {
    this.cached.refers ??= this.readReferred();
    return this.cached.refers;
  }

  private readReferred(): Referred {
    const symbol = this.raw.ReferencedSymbol;
    const type = isRaw(symbol) ? textOf(Reflect.get(globalThis, "Bridge")?.Reflection.getTypeName(symbol)) : "";
    const symbolName = type.split(".").at(-1);
    return symbolName === "ColumnSymbol" ? "column" : symbolName === "FunctionSymbol" ? "function" : "other";
  }

  /** Whether the node is `name = expression`. */
  get isNamed(): boolean {
    return this.kind === "SimpleNamedExpression";
  }

  /** Whether the node is a tabular expression. */
  get isTable(): boolean {
    this.cached.isTable ??= this.readIsTable();
    return this.cached.isTable;
  }

  private readIsTable(): boolean {
    const { ResultType } = this.raw;
    return isRaw(ResultType) && "Columns" in ResultType && isList(ResultType.Columns) && ResultType.Name !== "dynamic";
  }

  /** Returns the part with this name. Throws if the node has no such part. */
  part(name: string): Node {
    const found = this.maybe(name);
    if (found === undefined) throw new Error(`${this.kind} has no ${name}`);
    return found;
  }

  maybe(name: string): Node | undefined {
    if (this.parts.has(name)) return this.parts.get(name);
    const part = this.raw[name];
    const found = isRaw(part) ? Node.of(part) : undefined;
    this.parts.set(name, found);
    return found;
  }

  /** Returns the members of the list with this name, without the commas between them. */
  list(name: string): readonly Node[] {
    const known = this.lists.get(name);
    if (known !== undefined) return known;
    const part = this.raw[name];
    const found = isList(part)
      ? items(part).map((member) => Node.of(isRaw(member.Element) ? member.Element : member))
      : [];
    this.lists.set(name, found);
    return found;
  }

  /** The parameters of the function that a name or call refers to, with their default values. */
  get parameters(): readonly Parameter[] {
    this.cached.parameters ??= this.readParameters();
    return this.cached.parameters;
  }

  private readParameters(): Parameter[] {
    const symbol = this.raw.ReferencedSymbol;
    const signatures = isRaw(symbol) ? symbol.Signatures : undefined;
    const [signature] = isList(signatures) ? items(signatures) : [];
    const parameters = signature?.Parameters;
    if (!isList(parameters)) return [];
    return items(parameters).map(({ Name, DefaultValue }) => ({
      name: textOf(Name),
      fallback: isRaw(DefaultValue) ? Node.of(DefaultValue) : undefined,
    }));
  }

  /** The body of the saved or `let` function that this node calls. Undefined if the node calls none. */
  get calledBody(): Node | undefined {
    this.cached.calledBody ??= { body: this.readCalledBody() };
    return this.cached.calledBody.body;
  }

  private readCalledBody(): Node | undefined {
    const { GetCalledFunctionBody } = this.raw;
    const body =
      typeof GetCalledFunctionBody === "function" ? Reflect.apply(GetCalledFunctionBody, this.raw, []) : undefined;
    return isRaw(body) ? Node.of(body) : undefined;
  }

  /** Calls `visit` for this node and all its descendants. */
  walk(visit: (node: Node) => void): void {
    visit(this);
    for (const child of this.children) child.walk(visit);
  }

  /** The nodes and tokens of which this node consists. */
  get children(): readonly Node[] {
    this.cached.children ??= this.readChildren();
    return this.cached.children;
  }

  private readChildren(): Node[] {
    const { ChildCount, GetChild } = this.raw;
    if (typeof ChildCount !== "number" || typeof GetChild !== "function") return [];
    return Array.from({ length: ChildCount }, (_, index) => Reflect.apply(GetChild, this.raw, [index]))
      .filter(isRaw)
      .map(Node.of);
  }
}
