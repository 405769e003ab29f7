import {
  isTotalRetention,
  LEAST_DAILY_CAP_GB,
  RETENTION_DAYS,
  TOTAL_RETENTION,
} from "../../../components/workspace/retention";
import { guid } from "../identity";
import { type AzureFunction, type AzureType, inGroup } from "./azureType";
import { check, textsAt, value } from "./refusal";

const WORKSPACE = "learn.microsoft.com/azure/templates/microsoft.operationalinsights/workspaces";

export const workspace: AzureType = {
  token: "azure-native:operationalinsights:Workspace",
  id: inGroup("Microsoft.OperationalInsights/workspaces/{workspaceName}"),
  computed: (id) => ({ customerId: guid(id), provisioningState: "Succeeded" }),
  forceNew: ["workspaceName", "resourceGroupName", "location"],
  // Standard tables that every new workspace has.
  implied: (id) => ["Syslog", "Heartbeat", "Usage", "LAQueryLogs"].map((table) => `${id}/tables/${table}`),
  refusals: [
    value(
      "workspaceName",
      "InvalidWorkspaceName",
      "learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
      (name) => typeof name === "string" && /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/.test(name),
      "4 to 63 letters, digits and hyphens",
    ),
    value(
      "retentionInDays",
      "InvalidParameter",
      "learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
      (days) => typeof days === "number" && days >= RETENTION_DAYS.lowest && days <= RETENTION_DAYS.highest,
      "a workspace retains 30 to 730 days",
    ),
    check(
      "ConflictSoftDeleted",
      "learn.microsoft.com/azure/azure-monitor/logs/delete-workspace: the name stays reserved for 14 days",
      ({ id }, azure) =>
        azure.isSoftDeleted(id) ? "a workspace of this name was deleted and can be recovered for 14 days" : undefined,
      ["create"],
    ),
    value(
      "workspaceCapping.dailyQuotaGb",
      "InvalidDailyQuota",
      "learn.microsoft.com/azure/azure-monitor/logs/daily-cap",
      (cap) => typeof cap === "number" && (cap === -1 || cap >= LEAST_DAILY_CAP_GB),
      "a daily cap is -1 or at least 0.023 GB",
    ),
    ...["Ingestion", "Query"].map((access) =>
      value(
        `publicNetworkAccessFor${access}`,
        "InvalidParameter",
        WORKSPACE,
        (mode) => ["Enabled", "Disabled"].includes(String(mode)),
        "Enabled or Disabled",
      ),
    ),
    value(
      "sku.name",
      "UnsupportedSku",
      WORKSPACE,
      (sku) => ["PerGB2018", "CapacityReservation", "LACluster"].includes(String(sku)),
      "new workspaces are PerGB2018, CapacityReservation or LACluster",
    ),
  ],
};

const TABLES = "learn.microsoft.com/azure/azure-monitor/logs/create-custom-table";
const RETENTION = "learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure";
// Source: Microsoft.OperationalInsights/workspaces/tables 2023-09-01, ColumnTypeEnum.
const COLUMN_TYPES = ["string", "int", "long", "real", "boolean", "dateTime", "guid", "dynamic"];
// Reserved column names. Source: the page in TABLES. A name has at most 45 characters (Microsoft's page
// azure-monitor-limits).
const RESERVED = ["_ResourceId", "id", "_SubscriptionId", "TenantId", "Type", "UniqueId", "Title"];

export const table: AzureType = {
  token: "azure-native:operationalinsights:Table",
  id: inGroup("Microsoft.OperationalInsights/workspaces/{workspaceName}/tables/{tableName}"),
  defaults: { plan: "Analytics" },
  changesOnceAWeek: "plan",
  computed: () => ({ provisioningState: "Succeeded" }),
  forceNew: ["tableName", "workspaceName", "resourceGroupName"],
  refusals: [
    value(
      "tableName",
      "InvalidTableName",
      TABLES,
      (name) => /^[A-Za-z]\w{0,59}_CL$/.test(String(name)),
      "the name must end with _CL",
    ),
    check("MissingTimeGenerated", TABLES, ({ inputs }) =>
      textsAt(inputs, "schema.columns[].name").includes("TimeGenerated")
        ? undefined
        : "the table has no column TimeGenerated",
    ),
    value(
      "schema.columns[].type",
      "InvalidColumnType",
      TABLES,
      (type) => COLUMN_TYPES.includes(String(type)),
      "there is no such type",
    ),
    value(
      "schema.columns[].name",
      "ReservedColumnName",
      TABLES,
      (name) => !RESERVED.includes(String(name)) && String(name).length <= 45,
      "the name is reserved, or longer than 45 characters",
    ),
    check("RetentionNotSupported", RETENTION, ({ inputs }) =>
      inputs.plan === "Basic" && inputs.retentionInDays !== undefined
        ? "the retention of a Basic table cannot be set"
        : undefined,
    ),
    check(
      "BadRequest",
      "learn.microsoft.com/azure/azure-monitor/logs/logs-table-plans: a table may switch once a week",
      ({ id, inputs, before }, azure) =>
        azure.isSwitched(id) && inputs.plan !== before?.plan ? "the plan of a table may change once a week" : undefined,
      ["update"],
    ),
    value(
      "totalRetentionInDays",
      "InvalidTotalRetention",
      RETENTION,
      (days) => isTotalRetention(Number(days)),
      TOTAL_RETENTION,
    ),
    check("TotalRetentionBelowRetention", RETENTION, ({ inputs }) =>
      Number(inputs.totalRetentionInDays) < Number(inputs.retentionInDays)
        ? "total retention is shorter than retention"
        : undefined,
    ),
  ],
};

const FUNCTIONS = "learn.microsoft.com/azure/azure-monitor/logs/functions";

/** A workspace's saved function. */
export const savedSearch: AzureType = {
  token: "azure-native:operationalinsights:SavedSearch",
  id: inGroup("Microsoft.OperationalInsights/workspaces/{workspaceName}/savedSearches/{savedSearchId}"),
  forceNew: ["savedSearchId", "workspaceName", "resourceGroupName"],
  refusals: [
    check(
      "Conflict",
      "github.com/Azure/bicep-types-az/issues/1548: an update without etag is 409, and the type has no input for one",
      () => "the saved search already exists, but the request has no etag",
      ["update"],
    ),
    value(
      "functionAlias",
      "InvalidFunctionAlias",
      FUNCTIONS,
      (alias) => typeof alias === "string" && /^[A-Za-z_][A-Za-z0-9_]*$/.test(alias),
      "an alias has letters, digits and _, and does not start with a digit",
    ),
    value(
      "query",
      "InvalidQuery",
      FUNCTIONS,
      (query) => typeof query === "string" && query.trim() !== "" && !/\bnow\(\)/.test(query),
      "a function needs a query, and must not call now()",
    ),
  ],
};

/** The workspace is in another region than the tests' stacks, so that a test fails if the program confuses the regions. */
export const getWorkspace: AzureFunction = {
  token: "azure-native:operationalinsights:getWorkspace",
  result: ({ resourceGroupName, workspaceName }, subscriptionId) => {
    const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/${workspaceName}`;
    return { id, name: workspaceName, customerId: guid(id), location: "northeurope" };
  },
};
