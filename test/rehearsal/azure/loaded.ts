import { azureType } from "../../../rehearsal/azure/mocks";
import { emptyWorld, perform, type WorldState } from "../../../rehearsal/azure/world";
import type { Graph } from "../../../rehearsal/engine/graph";
import { ids } from "../../exampleStacks";

const groupOf = (id: string): string => id.split("/").slice(0, 5).join("/");

/** Everything that the example stacks name and do not make, in lower case. */
const named = [
  ...Object.values(ids).flat(),
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-qumulo/providers/Microsoft.Network/virtualNetworks/vnet-qumulo",
];
export const standing: readonly string[] = [
  ...named,
  ...named.map(groupOf),
  `${groupOf(ids.hub).replace(/[^/]+$/, "")}rg-landing-zone`,
].map((id) => id.toLowerCase());

/** An Azure that has got all of a graph, in the order of registration. Throws what Azure refuses. */
export function loaded(graph: Graph): WorldState {
  const state: WorldState = { ...emptyWorld(), standing: [...standing] };
  for (const { type, custom, id, inputs, outputs } of graph.resources) {
    if (!custom || !type.startsWith("azure-native:")) continue;
    azureType(type);
    perform(state, type, { operation: "create", id, inputs }, outputs);
  }
  return state;
}
