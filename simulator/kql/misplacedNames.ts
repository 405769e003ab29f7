import type { Diagnostic } from "./language";
import type { Node } from "./tree";

/**
 * Finds `name = value` where KQL needs a value: as a `where` condition, or as an argument of a built-in function. The binder
 * accepts such a condition, and the query would keep every row. The grammar allows `name =` only where a query defines
 * columns, and in arguments of saved or `let` functions.
 * Source: learn.microsoft.com/kusto/query/where-operator and functions/user-defined-functions.
 */
export function misplacedNames(root: Node): Diagnostic[] {
  const found: Diagnostic[] = [];
  const refuse = (node: Node | undefined): void => {
    if (node?.isNamed)
      found.push({
        code: "KS141",
        message: "The expression must have the type bool.",
        start: node.start,
        length: node.text.length,
      });
  };
  root.walk((node) => {
    if (node.kind === "FilterOperator") refuse(node.maybe("Condition"));
    if (node.kind === "FunctionCallExpression" && node.calledBody === undefined)
      for (const argument of node.part("ArgumentList").list("Expressions")) refuse(argument);
  });
  return found;
}
