import type { Column, Node } from "../tree";
import { identityOf, identityOfColumns } from "./dependencies";
import type { Scope } from "./scope";
import type { Passing, Step } from "./step";

/**
 * Returns the step that evaluates an operator. If the step's result depends only on the row, queries with the same expressions share
 * the step. `make` compiles the expressions, and `passingOf` finds how the output columns follow from the input columns.
 */
export function stepOf(
  operator: "where" | "extend" | "project" | "parse",
  expressions: readonly Node[],
  columns: { readonly input: readonly Column[]; readonly output: readonly Column[] },
  scope: Scope,
  make: () => Step["apply"],
  passingOf: () => Passing | undefined = () => undefined,
): Step {
  const isFilter = operator === "where";
  const identities = scope.run.isPlain ? [undefined] : expressions.map((part) => identityOf(part, scope));
  if (identities.includes(undefined)) return { apply: make(), isFilter, isShared: false };
  const identity = [operator, ...identities, identityOfColumns(columns.input), identityOfColumns(columns.output)];
  return scope.run.memory.step(identity.join("|"), () => ({
    apply: make(),
    isFilter,
    isShared: true,
    passing: passingOf(),
  }));
}
