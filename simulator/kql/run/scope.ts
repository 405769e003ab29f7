import type { Node } from "../tree";
import type { Memory } from "./memory";
import type { Constant, Row, Table } from "./table";
import type { Value } from "./value";

/** What a name refers to. */
export type Named =
  | ({ readonly kind: "scalar"; readonly type: string } & Constant)
  | { readonly kind: "table"; readonly table: () => Table }
  | { readonly kind: "function"; readonly scope: Scope; readonly body: Node };

/** The rows that the window functions in an operator can read. */
export interface Window {
  readonly rows: readonly Row[];
  readonly placeOf: (row: Row) => number;
}

/** The names that `let` statements and function parameters define, as seen from one place in a query. */
export class Scope {
  private readonly names = new Map<string, Named>();

  constructor(
    readonly run: Run,
    private readonly outer?: Scope,
    private readonly ownWindow?: Window,
  ) {}

  /** The rows that window functions can read here. Undefined where window functions are not allowed. */
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
  /** The value of `now()`, which is the same throughout the query. */
  readonly now: number;
  readonly table: (name: string) => Table;
  readonly memory: Memory;
  /** Whether every expression is evaluated for every row, without any optimization. */
  readonly isPlain: boolean;
  /**
   * Evaluates a tabular expression. This function is here because the files for expressions and operators would
   * otherwise import each other.
   */
  readonly evaluate: (node: Node, scope: Scope) => Table;
  /** Evaluates an expression that refers to no column. This function is here for the same reason. */
  readonly constant: (node: Node, scope: Scope) => Constant;
  /** Reports the table that `invoke` passes to a function. */
  readonly invoked: (name: string, input: Table) => void;
  /** Returns a saved function's result: the cached one, or else the result of `evaluate`. */
  readonly saved: (name: string, values: readonly (Value | Table)[], evaluate: () => Table) => Table;
}
