import { guid } from "../identity";
import type { AzureFunction, AzureType } from "./azureType";

export const roleAssignment: AzureType = {
  token: "azure-native:authorization:RoleAssignment",
  id: "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
  forceNew: ["roleAssignmentName", "scope", "principalId", "roleDefinitionId"],
};

export const getClientConfig: AzureFunction = {
  token: "azure-native:authorization:getClientConfig",
  result: (_, subscriptionId) => ({
    subscriptionId,
    tenantId: guid("tenant"),
    clientId: guid("client"),
    objectId: guid("object"),
  }),
};
