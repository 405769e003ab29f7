import { type AzureState, emptyAzureState, perform } from "../../../simulator/azure/azureState";
import { existingIds } from "../../../simulator/azure/existingIds";
import type { Graph } from "../../../simulator/engine/graph";
import type { StackConfig } from "../../../simulator/engine/stackConfig";
import { OWN, stacks } from "../../exampleStacks";

/** Ids of all resources that the example stacks use but do not create. */
export const existing: readonly string[] = Object.values<StackConfig>(stacks).flatMap((config) =>
  existingIds(config, OWN),
);

/** Creates a graph's resources in an empty Azure, in their order of registration. Throws if Azure refuses one. */
export function loaded(graph: Graph): AzureState {
  const state: AzureState = { ...emptyAzureState(), existing: [...existing] };
  for (const { type, custom, id, inputs, outputs } of graph.resources) {
    if (!custom || !type.startsWith("azure-native:")) continue;
    perform(state, type, { operation: "create", id, inputs }, outputs);
  }
  return state;
}
