import { named } from "../../../rehearsal/azure/named";
import { emptyWorld, perform, type WorldState } from "../../../rehearsal/azure/world";
import type { Graph } from "../../../rehearsal/engine/graph";
import type { StackConfig } from "../../../rehearsal/engine/stackConfig";
import { OWN, stacks } from "../../exampleStacks";

/** Everything that the example stacks name and do not make. */
export const standing: readonly string[] = Object.values<StackConfig>(stacks).flatMap((config) => named(config, OWN));

/** An Azure that has got all of a graph, in the order of registration. Throws what Azure refuses. */
export function loaded(graph: Graph): WorldState {
  const state: WorldState = { ...emptyWorld(), standing: [...standing] };
  for (const { type, custom, id, inputs, outputs } of graph.resources) {
    if (!custom || !type.startsWith("azure-native:")) continue;
    perform(state, type, { operation: "create", id, inputs }, outputs);
  }
  return state;
}
