import { type AzureState, emptyAzureState, perform } from "../../../simulator/azure/azureState";
import { existingIds } from "../../../simulator/azure/existingIds";
import type { Graph } from "../../../simulator/engine/graph";
import type { StackConfig } from "../../../simulator/engine/stackConfig";
import { OWN, stacks } from "../../exampleStacks";

/** Everything that the example stacks name and do not make. */
export const existing: readonly string[] = Object.values<StackConfig>(stacks).flatMap((config) =>
  existingIds(config, OWN),
);

/** An Azure that has got all of a graph, in the order of registration. Throws what Azure refuses. */
export function loaded(graph: Graph): AzureState {
  const state: AzureState = { ...emptyAzureState(), existing: [...existing] };
  for (const { type, custom, id, inputs, outputs } of graph.resources) {
    if (!custom || !type.startsWith("azure-native:")) continue;
    perform(state, type, { operation: "create", id, inputs }, outputs);
  }
  return state;
}
