import { isGroupName } from "../../../components/resourceId";
import { isTableRetention, isTotalRetention, TOTAL_RETENTION } from "../../../components/workspace/retention";
import { NO_SUCH_VERSION, unknownVersion } from "./apiVersions";
import { type AzureType, inGroup, type Properties } from "./azureType";
import { check, textsAt, value, valuesAt } from "./refusal";

const NAMES = "learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";
const VERSIONS = "learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider";
const TABLES = "learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure";

export const resourceGroup: AzureType = {
  token: "azure-native:resources:ResourceGroup",
  id: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
  computed: () => ({ properties: { provisioningState: "Succeeded" }, type: "Microsoft.Resources/resourceGroups" }),
  forceNew: ["resourceGroupName", "location"],
  refusals: [
    check("InvalidResourceGroupName", NAMES, ({ id }) =>
      isGroupName(id.split("/").at(-1) ?? "") ? undefined : "1 to 90 letters, digits and - _ . ( )",
    ),
  ],
};

/** A template deployment. The program uses a deployment to set the retention of a table that Azure has created. */
export const deployment: AzureType = {
  token: "azure-native:resources:Deployment",
  id: inGroup("Microsoft.Resources/deployments/{deploymentName}"),
  forceNew: ["deploymentName", "resourceGroupName"],
  refusals: [
    check(NO_SUCH_VERSION, VERSIONS, ({ inputs }) =>
      valuesAt(inputs, "properties.template.resources[]")
        .map((one) => unknownVersion(textsAt(one, "type")[0] ?? "", textsAt(one, "apiVersion")[0] ?? ""))
        .find((refused) => refused !== undefined),
    ),
    value(
      "properties.template.resources[].properties.retentionInDays",
      "InvalidRetention",
      TABLES,
      (days) => isTableRetention(Number(days)),
      "interactive retention must be 4 to 730 days",
    ),
    value(
      "properties.template.resources[].properties.totalRetentionInDays",
      "InvalidTotalRetention",
      TABLES,
      (days) => isTotalRetention(Number(days)),
      `total retention must be ${TOTAL_RETENTION}`,
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
      "the table Syslog supports only the plan Analytics",
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

/** The API version with which the provider reads a generic resource. Source: the SDK's documentation of resources.Resource. */
const GENERIC_VERSION = "2024-03-01";

/** A generic resource, whose inputs include its type and API version. */
export const genericResource: AzureType = {
  token: "azure-native:resources:Resource",
  id: inGroup("{resourceProviderNamespace}/{parentResourcePath}/{resourceType}/{resourceName}"),
  forceNew: ["resourceName", "resourceGroupName", "resourceProviderNamespace", "parentResourcePath", "resourceType"],
  refusals: [
    check(
      NO_SUCH_VERSION,
      "pulumi-azure-native, provider/pkg/provider/crud/crud.go, CanCreate: it uses the API version of its own type",
      ({ id, inputs }) => {
        const refused = unknownVersion(typeOf(inputs), GENERIC_VERSION);
        return refused && `cannot check existence of resource '${id}': status code 400, ${refused}`;
      },
      ["create"],
    ),
    check(NO_SUCH_VERSION, VERSIONS, ({ inputs }) => unknownVersion(typeOf(inputs), String(inputs.apiVersion))),
  ],
};

/** Returns a generic resource's type. Example: `Microsoft.OperationalInsights/workspaces/savedSearches`. */
const typeOf = ({ resourceProviderNamespace, parentResourcePath, resourceType }: Properties): string =>
  [
    resourceProviderNamespace,
    ...String(parentResourcePath)
      .split("/")
      .filter((_, index) => index % 2 === 0),
    resourceType,
  ].join("/");
