import type { Diagnostic } from "./language";
import type { Node } from "./tree";

/**
 * `name = value` where a value must stand: as the condition of `where`, and as an argument of a built-in function. The
 * binder lets it pass, and every row would be kept; the grammar has names only where columns are made and for arguments of
 * functions of one's own. Source: learn.microsoft.com/kusto/query/where-operator, and functions/user-defined-functions.
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
  const visit = (node: Node): void => {
    if (node.kind === "FilterOperator") refuse(node.maybe("Condition"));
    if (node.kind === "FunctionCallExpression" && node.calledBody === undefined)
      for (const argument of node.part("ArgumentList").list("Expressions")) refuse(argument);
    for (const child of node.children) visit(child);
  };
  visit(root);
  return found;
}
