import type { Node } from "../tree";

/**
 * Returns the value of a tabular operator's parameter; undefined if it is not set. Example: `inner` for `kind=inner`.
 */
export const parameter = (node: Node, name: string): string | undefined =>
  node
    .list("Parameters")
    .find((one) => one.maybe("Name")?.text === name)
    ?.part("Expression").text;
