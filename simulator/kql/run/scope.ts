import type { Node } from "../tree";
import type { Compute, Row, Table } from "./table";
import type { Value } from "./value";

/** What a name refers to. */
export type Named =
  | { readonly kind: "scalar"; readonly compute: Compute; readonly type: string }
  | { readonly kind: "table"; readonly table: () => Table }
  | { readonly kind: "function"; readonly scope: Scope; readonly body: Node };

/** The rows of an operator that calls window functions. */
export interface Window {
  readonly rows: readonly Row[];
  readonly placeOf: (row: Row) => number;
}

/** The names that `let` statements and parameters define at one point of a query. */
export class Scope {
  private readonly names = new Map<string, Named>();

  constructor(
    readonly run: Run,
    private readonly outer?: Scope,
    private readonly ownWindow?: Window,
  ) {}

  /** The rows that window functions read. */
  get window(): Window | undefined {
    return this.ownWindow ?? this.outer?.window;
  }

  define(name: string, named: Named): void {
    this.names.set(name, named);
  }

  find(name: string): Named | undefined {
    return this.names.get(name) ?? this.outer?.find(name);
  }
}

/** One run of a query. */
export interface Run {
  /** The value of `now()`, which is the same for the whole query. */
  readonly now: number;
  readonly table: (name: string) => Table;
  /** Evaluates a tabular expression. It is a member of the run so that expressions and operators need not import each other. */
  readonly evaluate: (node: Node, scope: Scope) => Table;
  /** The result of a saved function: the cached one, or else that of `evaluate`. */
  readonly saved: (name: string, values: readonly (Value | Table)[], evaluate: () => Table) => Table;
}
