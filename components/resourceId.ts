/** The parts of an Azure resource id that calls and names need. */
export interface ResourceId {
  readonly id: string;
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  /** Type with all its parents. Example: `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** Names from the outermost parent to the resource. Example: `["vnet-hub", "snet-logs"]`. */
  readonly names: readonly string[];
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the text is a GUID with hyphens, the form of subscription, tenant and principal ids. */
export const isGuid = (text: string): boolean => GUID.test(text);

/**
 * Whether a resource group may have this name. Source: learn.microsoft.com/azure/azure-resource-manager/management/
 * resource-name-rules: letters of every script, digits and `-_.()`, at most 90, no full stop at the end.
 */
export const isGroupName = (name: string): boolean => /^[-\p{L}\p{N}_.()]{1,90}$/u.test(name) && !name.endsWith(".");

/**
 * Takes an Azure resource id apart, or gives `undefined` where the text is none of the given type.
 *
 * Example: `parseResourceId("/subscriptions/…/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-1",
 * "Microsoft.OperationalInsights/workspaces")`. Type names are compared without case, as Azure does.
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

/** The same, for ids that the settings have already checked. Throws on any other text. */
export function resourceId(id: string, type: string): ResourceId & { readonly name: string } {
  const parsed = parseResourceId(id, type);
  const name = parsed?.names.at(-1);
  if (parsed === undefined || name === undefined) {
    throw new Error(`'${id}' is not the id of a ${type}`);
  }
  return { ...parsed, name };
}

/** The Azure types that settings refer to by id. */
export const resourceTypes = {
  workspace: "Microsoft.OperationalInsights/workspaces",
  virtualNetwork: "Microsoft.Network/virtualNetworks",
  subnet: "Microsoft.Network/virtualNetworks/subnets",
  routeTable: "Microsoft.Network/routeTables",
  virtualMachine: "Microsoft.Compute/virtualMachines",
  arcMachine: "Microsoft.HybridCompute/machines",
  collectionEndpoint: "Microsoft.Insights/dataCollectionEndpoints",
} as const;
