import { agentRefusals } from "./agent";
import { type AzureFunction, type AzureType, inGroup } from "./azureType";
import { check, parentOf } from "./refusal";

export const arcExtension: AzureType = {
  token: "azure-native:hybridcompute:MachineExtension",
  id: inGroup("Microsoft.HybridCompute/machines/{machineName}/extensions/{extensionName}"),
  forceNew: ["extensionName", "machineName", "resourceGroupName", "location"],
  refusals: [
    ...agentRefusals("azure-native:hybridcompute:MachineExtension", "properties."),
    check(
      "OperationTimedOut",
      "learn.microsoft.com/azure/azure-arc/servers/troubleshoot-connectivity: extensions cannot be changed meanwhile",
      ({ id }, azure) =>
        azure.isConnected(parentOf(id)) ? undefined : "the server is disconnected, and the operation waits in a queue",
      ["create", "update", "delete"],
    ),
  ],
};

export const getMachine: AzureFunction = {
  token: "azure-native:hybridcompute:getMachine",
  result: ({ machineName, resourceGroupName }, subscriptionId, azure) => {
    const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.HybridCompute/machines/${machineName}`;
    const status = azure?.isConnected(id) === false ? "Disconnected" : "Connected";
    return { name: machineName, location: "germanywestcentral", status };
  },
};
