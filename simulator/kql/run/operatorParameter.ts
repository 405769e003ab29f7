import type { Node } from "../tree";

/** Returns the value of a tabular operator's parameter. Example: `leftouter` for `kind=leftouter`. */
export const parameter = (node: Node, name: string): string | undefined =>
  node
    .list("Parameters")
    .find((one) => one.maybe("Name")?.text === name)
    ?.part("Expression").text;
