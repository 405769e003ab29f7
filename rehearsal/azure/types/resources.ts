import { type AzureType, inGroup } from "./azureType";
import { check, textsAt, value, valuesAt } from "./refusal";

const NAMES = "learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";
const TABLES = "learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure";

export const resourceGroup: AzureType = {
  token: "azure-native:resources:ResourceGroup",
  id: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
  computed: () => ({ properties: { provisioningState: "Succeeded" }, type: "Microsoft.Resources/resourceGroups" }),
  forceNew: ["resourceGroupName", "location"],
  refusals: [
    check("InvalidResourceGroupName", NAMES, ({ id }) =>
      /^[-\w.()]{1,90}$/.test(id.split("/").at(-1) ?? "") ? undefined : "1 to 90 letters, digits and - _ . ( )",
    ),
  ],
};

const isAnalytics = (days: unknown): boolean => typeof days === "number" && days >= 4 && days <= 730;
const isTotal = (days: unknown): boolean =>
  typeof days === "number" && ((days >= 4 && days <= 730) || days % 365 === 0 || days === 1460) && days <= 4383;

/** A deployment that sets the retention of a table that is there anyway. */
export const deployment: AzureType = {
  token: "azure-native:resources:Deployment",
  id: inGroup("Microsoft.Resources/deployments/{deploymentName}"),
  forceNew: ["deploymentName", "resourceGroupName"],
  refusals: [
    value(
      "properties.template.resources[].properties.retentionInDays",
      "InvalidRetention",
      TABLES,
      isAnalytics,
      "interactive retention is 4 to 730 days",
    ),
    value(
      "properties.template.resources[].properties.totalRetentionInDays",
      "InvalidTotalRetention",
      TABLES,
      isTotal,
      "total retention is 4 to 730 days, or whole years up to 12",
    ),
    check("TotalRetentionTooShort", TABLES, ({ inputs }) => {
      const [days] = valuesAt(inputs, "properties.template.resources[].properties.retentionInDays");
      const [total] = valuesAt(inputs, "properties.template.resources[].properties.totalRetentionInDays");
      return Number(total) < Number(days) ? `total retention ${total} is below the interactive ${days}` : undefined;
    }),
    value(
      "properties.template.resources[].properties.plan",
      "TablePlanNotSupported",
      "learn.microsoft.com/azure/azure-monitor/logs/basic-logs-azure-tables: Syslog is not listed",
      (plan) => plan === "Analytics",
      "the table Syslog has the plan Analytics only",
    ),
    check("ParentResourceNotFound", NAMES, ({ id, inputs }, azure) => {
      const group = id.split("/providers/")[0];
      const missing = textsAt(inputs, "properties.template.resources[].name")
        .map((name) => `${group}/providers/Microsoft.OperationalInsights/workspaces/${name.split("/")[0]}`)
        .find((workspace) => !azure.exists(workspace));
      return missing === undefined ? undefined : `the workspace ${missing} was not found`;
    }),
  ],
};

/** A saved function of a workspace, as a generic resource because that takes an etag. */
export const genericResource: AzureType = {
  token: "azure-native:resources:Resource",
  id: inGroup("{resourceProviderNamespace}/{parentResourcePath}/{resourceType}/{resourceName}"),
  forceNew: ["resourceName", "resourceGroupName", "resourceProviderNamespace", "parentResourcePath", "resourceType"],
  refusals: [
    check(
      "Conflict",
      "github.com/Azure/bicep-types-az/issues/1548: an update of a saved search without etag is 409",
      ({ inputs }) =>
        inputs.resourceType === "savedSearches" && !textsAt(inputs, "properties.etag").includes("*")
          ? "the saved search exists, and the request carries no etag"
          : undefined,
      ["update"],
    ),
    value(
      "properties.functionAlias",
      "InvalidFunctionAlias",
      "learn.microsoft.com/azure/azure-monitor/logs/functions",
      (alias) => typeof alias === "string" && /^[A-Za-z_][A-Za-z0-9_]*$/.test(alias),
      "an alias is letters, digits and _, and starts with no digit",
    ),
    value(
      "properties.query",
      "InvalidQuery",
      "learn.microsoft.com/azure/azure-monitor/logs/functions",
      (query) => typeof query === "string" && query.trim() !== "" && !/\bnow\(\)/.test(query),
      "a function needs a query, and no now()",
    ),
  ],
};
