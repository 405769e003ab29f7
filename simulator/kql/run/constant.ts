import type { Node } from "../tree";
import { identityOf, identityOfValue } from "./dependencies";
import { constant } from "./expression";
import type { Scope } from "./scope";
import type { Constant } from "./table";

/**
 * Evaluates an expression that refers to no column. The value is remembered, unless the expression may depend on the
 * clock or a table.
 */
export function constantly(part: Node, scope: Scope): Constant {
  const make = (isIdentified: boolean): Constant => {
    const value = constant(part, scope);
    return { compute: () => value, identity: isIdentified ? identityOfValue(value, part.type) : undefined };
  };
  const identity = scope.run.isPlain ? undefined : identityOf(part, scope);
  return identity === undefined ? make(false) : scope.run.memory.constant(identity, () => make(true));
}
