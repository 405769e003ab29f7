import { existingIds } from "../../simulator/azure/existingIds";
import type { Graph } from "../../simulator/engine/graph";
import { subscriptionOf } from "../../simulator/engine/recordProgram";
import type { StackConfig } from "../../simulator/engine/stackConfig";

/** Returns every string nested anywhere in a value. */
export function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/**
 * Returns the ids in a graph's inputs that belong neither to its resources nor to its settings. The resources in a
 * preview's graph have no ids: pass the graph of an update of the same stack as `updated`, too.
 */
export function brokenReferences(graph: Graph, config: StackConfig, updated = graph): string[] {
  const own = updated.resources.map(({ id }) => id).filter((id) => id.startsWith("/"));
  const settings = Object.values(config.values).join("\n");
  const isKnown = (id: string): boolean =>
    // Children of a resource, such as a load balancer's pool, are known too, and so are roles, which every subscription
    // has.
    own.some((known) => id === known || id.startsWith(`${known}/`)) ||
    settings.includes(id) ||
    existingIds(config, subscriptionOf(config)).includes(id.toLowerCase()) ||
    /^\/subscriptions\/[\w-]+\/providers\/Microsoft\.Authorization\/roleDefinitions\//.test(id);
  return graph.resources.flatMap(({ inputs, name }) =>
    textsOf(inputs)
      .filter((text) => /^\/subscriptions\/\S+$/.test(text) && !isKnown(text))
      .map((text) => `${name}: ${text}`),
  );
}
