import { type AzureType, inGroup } from "./azureType";

export const resourceGroup: AzureType = {
  token: "azure-native:resources:ResourceGroup",
  id: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
  computed: () => ({ properties: { provisioningState: "Succeeded" }, type: "Microsoft.Resources/resourceGroups" }),
  forceNew: ["resourceGroupName", "location"],
};

export const deployment: AzureType = {
  token: "azure-native:resources:Deployment",
  id: inGroup("Microsoft.Resources/deployments/{deploymentName}"),
  forceNew: ["deploymentName", "resourceGroupName"],
};

export const genericResource: AzureType = {
  token: "azure-native:resources:Resource",
  id: inGroup("{resourceProviderNamespace}/{parentResourcePath}/{resourceType}/{resourceName}"),
  forceNew: ["resourceName", "resourceGroupName", "resourceProviderNamespace", "parentResourcePath", "resourceType"],
};
