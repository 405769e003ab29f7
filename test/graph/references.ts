import { existingIds } from "../../simulator/azure/existingIds";
import type { Graph } from "../../simulator/engine/graph";
import { subscriptionOf } from "../../simulator/engine/recordProgram";
import type { StackConfig } from "../../simulator/engine/stackConfig";

/** Every text inside a value. */
export function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/**
 * Ids in the inputs of a graph that belong neither to its resources nor to its settings. Resources have no ids in a
 * preview, so the ids come from `updated`, the same graph in an update.
 */
export function brokenReferences(graph: Graph, config: StackConfig, updated = graph): string[] {
  const own = updated.resources.map(({ id }) => id).filter((id) => id.startsWith("/"));
  const settings = Object.values(config.values).join("\n");
  const isKnown = (id: string): boolean =>
    // Children of a resource, such as a pool of a load balancer, are known too. So are roles, which every subscription has.
    own.some((known) => id === known || id.startsWith(`${known}/`)) ||
    settings.includes(id) ||
    existingIds(config, subscriptionOf(config)).includes(id.toLowerCase()) ||
    id.startsWith(`/subscriptions/${subscriptionOf(config)}/providers/Microsoft.Authorization/roleDefinitions/`);
  return graph.resources.flatMap(({ inputs, name }) =>
    textsOf(inputs)
      .filter((text) => /^\/subscriptions\/\S+$/.test(text) && !isKnown(text))
      .map((text) => `${name}: ${text}`),
  );
}
