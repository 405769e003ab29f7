import type { StackConfig } from "../engine/stackConfig";

const ID = /\/subscriptions\/[^\s"'\\]+/g;
const groupOf = (id: string): string => id.split("/").slice(0, 5).join("/");

/**
 * Returns the lower-case ids of the resources that a stack uses but does not create: the networks, workspaces, servers
 * and resource groups in its settings. The simulated Azure assumes that they exist.
 */
export function existingIds({ values }: StackConfig, subscriptionId: string): string[] {
  const text = Object.values(values).join("\n");
  const ids = [...text.matchAll(ID)].map(([id]) => id);
  const existing = /"existing":"([^"]+)"/.exec(values["qumulo-audit:resourceGroup"] ?? "")?.[1];
  const group = existing === undefined ? [] : [`/subscriptions/${subscriptionId}/resourceGroups/${existing}`];
  return [...ids, ...ids.map(groupOf), ...group].map((id) => id.toLowerCase());
}
