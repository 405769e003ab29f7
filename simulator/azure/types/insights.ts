import { MOST_TRANSFORM_CHARACTERS } from "../../../components/collection/dataFlows";
import { syslogContract } from "../../../components/syslogContract";
import { transformErrors } from "../../kql/transformErrors";
import { SYSLOG_COLUMNS, SYSLOG_STREAM } from "../../workspace/syslog";
import { guid } from "../identity";
import { type Azure, type AzureType, inGroup } from "./azureType";
import { check, inUse, mentions, refersTo, textsAt, value, valuesAt } from "./refusal";

const RULE = "learn.microsoft.com/azure/azure-monitor/essentials/data-collection-rule-structure";
const ASSOCIATION = "learn.microsoft.com/azure/azure-monitor/essentials/data-collection-rule-associations";
const SYSLOG = "learn.microsoft.com/azure/azure-monitor/agents/data-collection-syslog";
const TRANSFORM = "github.com/hashicorp/terraform-provider-azurerm/issues/27820";

const FACILITIES =
  "* alert audit auth authpriv clock cron daemon ftp kern local0 local1 local2 local3 local4 local5 local6 local7 lpr mail mark news nopri ntp syslog user uucp".split(
    " ",
  );
const LEVELS = "* Debug Info Notice Warning Error Critical Alert Emergency".split(" ");
const RULE_TYPE = "azure-native:monitor:DataCollectionRule";
const ASSOCIATION_TYPE = "azure-native:monitor:DataCollectionRuleAssociation";

/** The KQL names of column types, by their names in a table's schema. Types with the same name in KQL are left out. */
const KQL_TYPES: Readonly<Record<string, string>> = { dateTime: "datetime", boolean: "bool" };

/** Returns the KQL type of each column of a table. Undefined if the simulated Azure does not know the table. */
function columnTypes(stream: string, workspace: string, azure: Azure): Readonly<Record<string, string>> | undefined {
  if (stream === syslogContract.stream) return SYSLOG_COLUMNS;
  const table = azure.get(`${workspace}/tables/${stream.replace(/^Custom-/, "")}`);
  if (table === undefined) return undefined;
  return Object.fromEntries(
    valuesAt(table.inputs, "schema.columns[]").map((column) => {
      const [name = "", type = ""] = [textsAt(column, "name")[0], textsAt(column, "type")[0]];
      return [name, KQL_TYPES[type] ?? type];
    }),
  );
}

function transformErrorsOf(flow: unknown, workspace: string, azure: Azure): string[] {
  const [transformKql] = textsAt(flow, "transformKql");
  const table = columnTypes(textsAt(flow, "outputStream")[0] ?? syslogContract.stream, workspace, azure);
  return transformKql === undefined || table === undefined
    ? []
    : transformErrors(transformKql, { stream: SYSLOG_STREAM, table, mostCharacters: MOST_TRANSFORM_CHARACTERS });
}

export const collectionRule: AzureType = {
  token: RULE_TYPE,
  id: inGroup("Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}"),
  computed: (id) => ({ immutableId: `dcr-${guid(id).replaceAll("-", "")}`, provisioningState: "Succeeded" }),
  cleared: {
    paths: ["dataCollectionEndpointId"],
    source:
      "hashicorp/terraform-provider-azurerm, monitor_data_collection_rule_resource.go: leaves the property out to remove it",
  },
  forceNew: ["dataCollectionRuleName", "resourceGroupName", "location"],
  refusals: [
    refersTo("destinations.logAnalytics[].workspaceResourceId", "InvalidWorkspace", RULE),
    refersTo("dataCollectionEndpointId", "InvalidDataCollectionEndpoint", RULE),
    check("WorkspaceRegionMismatch", `${RULE}: rule and workspace must be in the same region`, ({ inputs }, azure) => {
      const other = textsAt(inputs, "destinations.logAnalytics[].workspaceResourceId")
        .map((id) => azure.get(id)?.inputs.location)
        .find((location) => location !== undefined && location !== inputs.location);
      return other === undefined ? undefined : `the rule is in ${inputs.location}, its workspace in ${other}`;
    }),
    value(
      "dataSources.syslog[].facilityNames[]",
      "InvalidFacility",
      SYSLOG,
      (name) => FACILITIES.includes(String(name)),
      `the facilities are ${FACILITIES.join(", ")}`,
    ),
    value(
      "dataSources.syslog[].logLevels[]",
      "InvalidLogLevel",
      SYSLOG,
      (level) => LEVELS.includes(String(level)),
      `the levels are ${LEVELS.join(", ")}`,
    ),
    value(
      "dataSources.syslog[].streams[]",
      "InvalidStream",
      SYSLOG,
      (stream) => stream === "Microsoft-Syslog",
      "a syslog source has the stream Microsoft-Syslog",
    ),
    check("InvalidDataFlowDestination", RULE, ({ inputs }) => {
      const known = textsAt(inputs, "destinations.logAnalytics[].name");
      const unknown = textsAt(inputs, "dataFlows[].destinations[]").find((name) => !known.includes(name));
      return unknown === undefined ? undefined : `a data flow sends to '${unknown}', which is not a destination`;
    }),
    check(
      "InvalidOutputTable",
      "github.com/Azure/azure-rest-api-specs: table must exist before the rule",
      ({ inputs }, azure) => {
        const [workspace = ""] = textsAt(inputs, "destinations.logAnalytics[].workspaceResourceId");
        const missing = textsAt(inputs, "dataFlows[].outputStream")
          .map((stream) => stream.replace(/^(Custom|Microsoft)-/, ""))
          .find((table) => azure.get(workspace) !== undefined && !azure.exists(`${workspace}/tables/${table}`));
        return missing === undefined
          ? undefined
          : `Table for output stream '${missing}' is not available in the destination`;
      },
    ),
    check("InvalidPayload", TRANSFORM, ({ inputs }, azure) => {
      const [workspace = ""] = textsAt(inputs, "destinations.logAnalytics[].workspaceResourceId");
      const errors = valuesAt(inputs, "dataFlows[]").flatMap((flow) => transformErrorsOf(flow, workspace, azure));
      return errors.length === 0 ? undefined : `Data collection rule is invalid: transformKql: ${errors.join("; ")}`;
    }),
    inUse(
      "DataCollectionRuleHasAssociations",
      ASSOCIATION,
      (other, id) => other.token === ASSOCIATION_TYPE && mentions(other, "dataCollectionRuleId", id),
    ),
  ],
};

export const ruleAssociation: AzureType = {
  token: ASSOCIATION_TYPE,
  id: "{resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
  forceNew: ["associationName", "resourceUri"],
  refusals: [
    refersTo("dataCollectionRuleId", "InvalidDataCollectionRule", ASSOCIATION),
    check("InvalidAssociationName", "github.com/Azure/azure-cli/issues/28338", ({ inputs }) =>
      (inputs.associationName === "configurationAccessEndpoint") === (inputs.dataCollectionEndpointId !== undefined)
        ? undefined
        : "the name configurationAccessEndpoint is required for an endpoint, and allowed only for one",
    ),
    check("RuleAndEndpoint", "github.com/Azure/azure-cli/issues/28338", ({ inputs }) =>
      inputs.dataCollectionRuleId !== undefined && inputs.dataCollectionEndpointId !== undefined
        ? "an association names a rule or an endpoint, never both"
        : undefined,
    ),
    check(
      "MachineWithoutIdentity",
      "learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-requirements",
      ({ inputs }, azure) => {
        const machine = azure.get(String(inputs.resourceUri));
        return machine?.token === "azure-native:compute:VirtualMachine" && machine.inputs.identity === undefined
          ? `${machine.id} has no managed identity, so its agent cannot read the rule`
          : undefined;
      },
    ),
    check("DuplicateAssociation", ASSOCIATION, ({ id, inputs }, azure) =>
      azure.all.some(
        (other) =>
          other.token === ASSOCIATION_TYPE &&
          other.id !== id &&
          inputs.dataCollectionRuleId !== undefined &&
          other.inputs.resourceUri === inputs.resourceUri &&
          other.inputs.dataCollectionRuleId === inputs.dataCollectionRuleId,
      )
        ? "the machine is associated with this rule already"
        : undefined,
    ),
  ],
};

export const diagnosticSetting: AzureType = {
  token: "azure-native:monitor:DiagnosticSetting",
  id: "{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
  forceNew: ["name", "resourceUri"],
  refusals: [
    check("BadRequest", "learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings", ({ inputs }) =>
      ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId"].some((sink) => inputs[sink] !== undefined)
        ? undefined
        : "a diagnostic setting needs a destination",
    ),
    value(
      "logs[].category",
      "UnsupportedCategory",
      "learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-operationalinsights-workspaces-logs",
      (category) => ["Audit", "SummaryLogs", "Jobs"].includes(String(category)),
      "a workspace has the categories Audit, SummaryLogs and Jobs",
    ),
    check(
      "TooManyDiagnosticSettings",
      "learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings: at most 5",
      ({ id, inputs }, azure) =>
        azure.all.filter(
          (other) =>
            other.token === "azure-native:monitor:DiagnosticSetting" &&
            other.id !== id &&
            other.inputs.resourceUri === inputs.resourceUri,
        ).length >= 5
          ? "a resource has at most 5 diagnostic settings"
          : undefined,
    ),
    refersTo(
      "workspaceId",
      "WorkspaceNotFound",
      "learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings",
    ),
  ],
};
