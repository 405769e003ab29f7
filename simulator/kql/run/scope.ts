import type { Column, Node } from "../tree";
import type { Value } from "./value";

export type Row = readonly Value[];

/** Rows of a query, a table or a function. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Position of the column by which the rows are sorted, where they are. */
  readonly sortedBy?: number;
}

/** The value of an expression for a row. */
export type Compute = (row: Row) => Value;

/** What a name stands for. */
export type Named =
  | { readonly kind: "scalar"; readonly compute: Compute; readonly type: string }
  | { readonly kind: "table"; readonly table: () => Table }
  | { readonly kind: "function"; readonly scope: Scope; readonly body: Node };

/** Names that are known at a place of a query. */
export class Scope {
  private readonly names = new Map<string, Named>();

  constructor(
    readonly run: Run,
    private readonly outer?: Scope,
  ) {}

  define(name: string, named: Named): void {
    this.names.set(name, named);
  }

  find(name: string): Named | undefined {
    return this.names.get(name) ?? this.outer?.find(name);
  }
}

/** What holds for a whole query. */
export interface Run {
  /** The clock: `now()` for the whole query. */
  readonly now: number;
  readonly table: (name: string) => Table;
  /** The table that a tabular expression comes to; here, so that expressions and operators need not know each other. */
  readonly evaluate: (node: Node, scope: Scope) => Table;
  /** A saved function's result, evaluated by `evaluate` unless it is kept. */
  readonly saved: (name: string, values: readonly (Value | Table)[], evaluate: () => Table) => Table;
}
