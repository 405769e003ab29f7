import { guid } from "../identity";
import { type AzureType, inGroup } from "./azureType";

export const collectionRule: AzureType = {
  token: "azure-native:monitor:DataCollectionRule",
  id: inGroup("Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}"),
  computed: (id) => ({ immutableId: `dcr-${guid(id).replaceAll("-", "")}`, provisioningState: "Succeeded" }),
  forceNew: ["dataCollectionRuleName", "resourceGroupName", "location"],
};

export const ruleAssociation: AzureType = {
  token: "azure-native:monitor:DataCollectionRuleAssociation",
  id: "{resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
  forceNew: ["associationName", "resourceUri"],
};

export const diagnosticSetting: AzureType = {
  token: "azure-native:monitor:DiagnosticSetting",
  id: "{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
  forceNew: ["name", "resourceUri"],
};
