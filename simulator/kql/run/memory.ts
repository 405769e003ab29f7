import type { Node } from "../tree";
import { RememberedRows } from "./rememberedRows";
import type { Step } from "./step";
import type { Constant, Row } from "./table";

/** At this many constants or steps, all of them are removed, so that the use of memory stays limited. */
const MOST = 5_000;

/**
 * Keeps what a database's queries have computed, for later queries: the values of constants, the steps, and the steps'
 * results. The key is an expression's identity, which only equal expressions share (dependencies.ts).
 */
export class Memory {
  private readonly constants = new Map<string, Constant>();
  private readonly steps = new Map<string, Step>();
  /** The rows that each `sort` has returned last. */
  readonly sorted = new WeakMap<Node, readonly Row[]>();
  private remembered = new WeakMap<readonly Row[], RememberedRows>();

  constant(identity: string, make: () => Constant): Constant {
    const found = this.constants.get(identity) ?? make();
    if (this.constants.size >= MOST) this.constants.clear();
    this.constants.set(identity, found);
    return found;
  }

  step(identity: string, make: () => Step): Step {
    const found = this.steps.get(identity);
    if (found !== undefined) return found;
    if (this.steps.size >= MOST) {
      this.steps.clear();
      this.remembered = new WeakMap();
    }
    const step = make();
    this.steps.set(identity, step);
    return step;
  }

  /** Returns what is remembered for a table's rows. */
  rowsOf(all: readonly Row[]): RememberedRows {
    const found = this.remembered.get(all) ?? new RememberedRows(all);
    this.remembered.set(all, found);
    return found;
  }
}
