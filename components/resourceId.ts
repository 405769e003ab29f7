/** An Azure resource id and its parts. */
export interface ResourceId {
  readonly id: string;
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  /** Type with its parent types. Example: `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** Names from the outermost parent to the resource. Example: `["vnet-hub", "snet-logs"]`. */
  readonly names: readonly string[];
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the text is a GUID with hyphens, as subscription, tenant and principal ids are. */
export const isGuid = (text: string): boolean => GUID.test(text);

/**
 * Whether Azure accepts the name for a resource group: at most 90 letters of any script, digits and `-_.()`, without a period
 * at the end. Source: learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules.
 */
export const isGroupName = (name: string): boolean => /^[-\p{L}\p{N}_.()]{1,90}$/u.test(name) && !name.endsWith(".");

/**
 * Splits an Azure resource id into its parts. Returns `undefined` if the text is not an id of the given type.
 *
 * Example: `parseResourceId("/subscriptions/…/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-1",
 * "Microsoft.OperationalInsights/workspaces")`. The case of type names is ignored, as in Azure.
 */
export function parseResourceId(id: string, type: string): ResourceId | undefined {
  const [blank, subscriptions, subscriptionId, groups, resourceGroupName, providers, namespace, ...pairs] =
    id.split("/");
  if (blank !== "" || subscriptions?.toLowerCase() !== "subscriptions" || groups?.toLowerCase() !== "resourcegroups") {
    return undefined;
  }
  if (subscriptionId === undefined || !isGuid(subscriptionId) || !resourceGroupName || providers !== "providers") {
    return undefined;
  }
  if (pairs.length === 0 || pairs.length % 2 !== 0 || pairs.some((part) => part === "")) {
    return undefined;
  }
  const found = [namespace, ...pairs.filter((_, index) => index % 2 === 0)].join("/");
  const names = pairs.filter((_, index) => index % 2 === 1);
  return found.toLowerCase() === type.toLowerCase()
    ? { id, subscriptionId, resourceGroupName, type, names }
    : undefined;
}

/**
 * Splits an id that the settings check has already accepted, and adds the resource's own name. Throws if the text is not an
 * id of the given type.
 */
export function resourceId(id: string, type: string): ResourceId & { readonly name: string } {
  const parsed = parseResourceId(id, type);
  const name = parsed?.names.at(-1);
  if (parsed === undefined || name === undefined) {
    throw new Error(`'${id}' is not the id of a ${type}`);
  }
  return { ...parsed, name };
}

/** Azure resource types whose ids appear in the settings. */
export const resourceTypes = {
  workspace: "Microsoft.OperationalInsights/workspaces",
  virtualNetwork: "Microsoft.Network/virtualNetworks",
  subnet: "Microsoft.Network/virtualNetworks/subnets",
  routeTable: "Microsoft.Network/routeTables",
  virtualMachine: "Microsoft.Compute/virtualMachines",
  arcMachine: "Microsoft.HybridCompute/machines",
  collectionEndpoint: "Microsoft.Insights/dataCollectionEndpoints",
} as const;
