import type { PolicyResource } from "../../../infra/policy/rules";
import type { Graph } from "../../../simulator/engine/graph";

/** Returns a graph's resources in the form in which policies receive them. */
export const policyResources = (graph: Graph): PolicyResource[] =>
  graph.resources
    .filter(({ custom }) => custom)
    .map(({ type, name, inputs, protect, deleteBeforeReplace }) => ({
      type,
      name,
      props: inputs,
      protect,
      deleteBeforeReplace,
    }));
