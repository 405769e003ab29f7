import type { Column, Node } from "../tree";
import { dependenciesOf, identityOf, identityOfColumns } from "./dependencies";
import { compile } from "./expression";
import type { Scope } from "./scope";
import type { Deferred, Filled, Step } from "./step";
import type { Row } from "./table";
import type { Value } from "./value";

/** A column that is computed. */
export interface Computed {
  readonly at: number;
  readonly part: Node;
}

/** Returns the indexes of the columns that expressions read. Undefined if they may also read other columns. */
export function columnsRead(parts: readonly Node[], columns: readonly Column[]): Set<number> | undefined {
  const names = parts.map((part) => dependenciesOf(part).columns);
  if (names.includes(undefined)) return undefined;
  return new Set(
    names.flatMap((some) => [...(some ?? [])]).map((name) => columns.findIndex((one) => one.name === name)),
  );
}

/** Whether an expression depends, apart from columns, only on names whose values are the same for the whole run. */
function isOfRun(part: Node, scope: Scope): boolean {
  const { readsMore, names, calls, constants } = dependenciesOf(part);
  return (
    !readsMore &&
    calls.length === 0 &&
    names.every((name) => scope.find(name)?.kind === "scalar") &&
    constants.every((one) => isOfRun(one, scope))
  );
}

/**
 * Returns the part of an `extend` that can wait, or undefined if all of it must be computed at once. `make` compiles columns into
 * a function that returns the row with them.
 */
export function deferred(
  computed: readonly Computed[],
  columns: { readonly input: readonly Column[]; readonly output: readonly Column[] },
  scope: Scope,
  make: (computed: readonly Computed[]) => (row: Row) => Value[],
): Deferred | undefined {
  const identities = new Map(computed.map((one) => [one, identityOf(one.part, scope)]));
  const now = computed.filter((one) => identities.get(one) !== undefined);
  const later = computed.filter((one) => identities.get(one) === undefined);
  const read = columnsRead(
    later.map(({ part }) => part),
    columns.input,
  );
  if (scope.run.isPlain || read === undefined || read.has(-1) || !later.every(({ part }) => isOfRun(part, scope)))
    return undefined;
  const [extra, width] = [[...read], columns.output.length];
  const identity = [
    "defer",
    ...now.map((one) => `${one.at} ${identities.get(one)}`),
    `${later.map(({ at }) => at).join()} ${extra.join()}`,
    identityOfColumns(columns.input),
    identityOfColumns(columns.output),
  ];
  const first = scope.run.memory.step(identity.join("|"), () => {
    const compute = make(now);
    const apply = (row: Row): Row => {
      const made = compute(row);
      for (const { at } of later) made[at] = null;
      for (const [index, from] of extra.entries()) made[width + index] = row[from] ?? null;
      return made;
    };
    return { apply, isFilter: false, isShared: true };
  });
  const known = extra.flatMap((index) => columns.input[index] ?? []);
  return {
    first,
    width,
    extra: extra.length,
    waiting: later.map(({ at, part }) => ({ at, compute: compile(part, known, scope) })),
  };
}

const carriers = new WeakMap<Step, Map<string, Step>>();

/** Returns a step that also passes on the extra values at the end of the row. */
function carrying(step: Step, from: number, to: number, extra: number): Step {
  if (step.isFilter) return step;
  const known = carriers.get(step) ?? new Map<string, Step>();
  carriers.set(step, known);
  const key = `${from} ${to} ${extra}`;
  const apply = (row: Row): Row | undefined => {
    const made = step.apply(row)?.slice(0, to);
    for (let index = 0; index < extra && made !== undefined; index += 1) made[to + index] = row[from + index] ?? null;
    return made;
  };
  const found = known.get(key) ?? { apply, isFilter: false, isShared: true };
  known.set(key, found);
  return found;
}

/**
 * Moves a waiting part behind as many of the following steps as possible. Returns the steps whose results can be remembered,
 * the step that then computes the waiting columns, and the number of following steps that have moved. A row whose values have
 * not changed since the last run is the same object as in that run.
 */
export function postponed(
  { first, width, extra, waiting }: Deferred,
  following: readonly Step[],
  filledOf: (key: string) => Filled,
): { readonly shared: readonly Step[]; readonly fill: Step; readonly moved: number } {
  const shared = [first];
  let [to, columns] = [width, waiting];
  for (const step of following) {
    const { passing } = step;
    if (!step.isShared || passing === undefined || columns.some(({ at }) => passing.reads.has(at))) break;
    shared.push(carrying(step, to, passing.passes.length, extra));
    columns = passing.passes.flatMap((from, at) =>
      columns.filter((one) => one.at === from).map(({ compute }) => ({ at, compute })),
    );
    to = passing.passes.length;
  }
  const filled = filledOf(`${to} ${columns.map(({ at }) => at).join()}`);
  // These two lists are reused for all rows.
  const [known, values]: [Value[], Value[]] = [[], []];
  const apply = (row: Row): Row => {
    for (let index = 0; index < extra; index += 1) known[index] = row[to + index] ?? null;
    for (const [index, { compute }] of columns.entries()) values[index] = compute(known);
    const before = filled.get(row);
    if (before !== undefined && columns.every(({ at }, index) => Object.is(before[at], values[index]))) return before;
    const made = row.slice(0, to);
    for (const [index, { at }] of columns.entries()) made[at] = values[index] ?? null;
    filled.set(row, made);
    return made;
  };
  return { shared, fill: { apply, isFilter: false, isShared: false }, moved: shared.length - 1 };
}
