import { agentRefusals } from "./agent";
import { type AzureFunction, type AzureType, inGroup } from "./azureType";

export const arcExtension: AzureType = {
  token: "azure-native:hybridcompute:MachineExtension",
  id: inGroup("Microsoft.HybridCompute/machines/{machineName}/extensions/{extensionName}"),
  forceNew: ["extensionName", "machineName", "resourceGroupName", "location"],
  refusals: agentRefusals("azure-native:hybridcompute:MachineExtension", "properties."),
};

export const getMachine: AzureFunction = {
  token: "azure-native:hybridcompute:getMachine",
  result: ({ machineName }) => ({ name: machineName, location: "germanywestcentral", status: "Connected" }),
};
