import { guid } from "../identity";
import { type AzureFunction, type AzureType, inGroup } from "./azureType";

export const workspace: AzureType = {
  token: "azure-native:operationalinsights:Workspace",
  id: inGroup("Microsoft.OperationalInsights/workspaces/{workspaceName}"),
  computed: (id) => ({ customerId: guid(id), provisioningState: "Succeeded" }),
  forceNew: ["workspaceName", "resourceGroupName", "location"],
};

/** An existing workspace lies in another region than the stacks of the tests, so that a mix-up shows. */
export const getWorkspace: AzureFunction = {
  token: "azure-native:operationalinsights:getWorkspace",
  result: ({ resourceGroupName, workspaceName }, subscriptionId) => {
    const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/${workspaceName}`;
    return { id, name: workspaceName, customerId: guid(id), location: "northeurope" };
  },
};
