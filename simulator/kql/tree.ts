import { type DotNetList, items, kindName, type RawNode } from "./language";

/** A column, as the binder reports it. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** What a name refers to. */
export type Referred = "column" | "function" | "other";

const isRaw = (value: unknown): value is RawNode => typeof value === "object" && value !== null;
const isList = (value: unknown): value is DotNetList<RawNode> =>
  isRaw(value) && "Count" in value && typeof value.getItem === "function";
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** A node of the bound syntax tree. Its kinds and parts have the names that Microsoft's parser uses. */
export class Node {
  constructor(private readonly raw: RawNode) {}

  /** Example: `FilterOperator`. */
  get kind(): string {
    return kindName(this.raw.Kind);
  }

  /** The type of the expression's value. Example: `string`. Empty if the node has no value. */
  get type(): string {
    const { ResultType } = this.raw;
    return isRaw(ResultType) ? textOf(ResultType.Name) : "";
  }

  /** The columns of the expression's result. Empty if the result is not a table. */
  get columns(): readonly Column[] {
    const { ResultType } = this.raw;
    const columns = isRaw(ResultType) ? ResultType.Columns : undefined;
    return isList(columns)
      ? items(columns).map(({ Name, Type }) => ({ name: textOf(Name), type: isRaw(Type) ? textOf(Type.Name) : "" }))
      : [];
  }

  /** The node's text in the query, without leading and trailing spaces. */
  get text(): string {
    const { ToString } = this.raw;
    return typeof ToString === "function" ? textOf(Reflect.apply(ToString, this.raw, [])).trim() : "";
  }

  /** The position of the node's first character in the query. */
  get start(): number {
    const { TextStart } = this.raw;
    return typeof TextStart === "number" ? TextStart : 0;
  }

  /** The name that the node refers to or declares. */
  get name(): string {
    const { ReferencedSymbol, SimpleName } = this.raw;
    if (typeof SimpleName === "string" && SimpleName !== "") return SimpleName;
    return isRaw(ReferencedSymbol) ? textOf(ReferencedSymbol.Name) : this.text;
  }

  /** What the name refers to. */
  get refers(): Referred {
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
    const part = this.raw[name];
    return isRaw(part) ? new Node(part) : undefined;
  }

  /** Returns the members of the list with this name, without the commas between them. */
  list(name: string): Node[] {
    const part = this.raw[name];
    if (!isList(part)) return [];
    return items(part).map((member) => new Node(isRaw(member.Element) ? member.Element : member));
  }

  /** The parameters of the function that a name or call refers to, with their default values. */
  get parameters(): { readonly name: string; readonly fallback: Node | undefined }[] {
    const symbol = this.raw.ReferencedSymbol;
    const signatures = isRaw(symbol) ? symbol.Signatures : undefined;
    const [signature] = isList(signatures) ? items(signatures) : [];
    const parameters = signature?.Parameters;
    if (!isList(parameters)) return [];
    return items(parameters).map(({ Name, DefaultValue }) => ({
      name: textOf(Name),
      fallback: isRaw(DefaultValue) ? new Node(DefaultValue) : undefined,
    }));
  }

  /** The body of the saved or `let` function that this node calls. */
  get calledBody(): Node | undefined {
    const { GetCalledFunctionBody } = this.raw;
    const body =
      typeof GetCalledFunctionBody === "function" ? Reflect.apply(GetCalledFunctionBody, this.raw, []) : undefined;
    return isRaw(body) ? new Node(body) : undefined;
  }

  /** Calls `visit` for this node and all its descendants. */
  walk(visit: (node: Node) => void): void {
    visit(this);
    for (const child of this.children) child.walk(visit);
  }

  /** The nodes and tokens of which this node consists. */
  get children(): Node[] {
    const { ChildCount, GetChild } = this.raw;
    if (typeof ChildCount !== "number" || typeof GetChild !== "function") return [];
    return Array.from({ length: ChildCount }, (_, index) => Reflect.apply(GetChild, this.raw, [index]))
      .filter(isRaw)
      .map((child) => new Node(child));
  }
}
