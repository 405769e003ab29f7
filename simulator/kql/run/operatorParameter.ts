import type { Node } from "../tree";

/** The value of a parameter of a tabular operator. Example: `leftouter` for `kind=leftouter`. */
export const parameter = (node: Node, name: string): string | undefined =>
  node
    .list("Parameters")
    .find((one) => one.maybe("Name")?.text === name)
    ?.part("Expression").text;
