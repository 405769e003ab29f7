import { guid } from "../identity";
import type { AzureFunction, AzureType } from "./azureType";
import { check } from "./refusal";

const ROLES = "learn.microsoft.com/azure/role-based-access-control/troubleshooting";
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const roleAssignment: AzureType = {
  token: "azure-native:authorization:RoleAssignment",
  id: "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
  forceNew: ["roleAssignmentName", "scope", "principalId", "roleDefinitionId"],
  refusals: [
    check("PrincipalNotFound", ROLES, ({ inputs }, azure) =>
      azure.knowsPrincipal(String(inputs.principalId))
        ? undefined
        : `Principal ${inputs.principalId} does not exist in the directory.`,
    ),
    check("InvalidRoleAssignmentId", ROLES, ({ inputs }) =>
      GUID.test(String(inputs.roleAssignmentName)) ? undefined : "a role assignment's name must be a GUID",
    ),
    check("RoleAssignmentExists", ROLES, ({ id, inputs }, azure) =>
      azure.all.some(
        (other) =>
          other.token === "azure-native:authorization:RoleAssignment" &&
          other.id !== id &&
          ["scope", "principalId", "roleDefinitionId"].every((key) => other.inputs[key] === inputs[key]),
      )
        ? "The role assignment already exists."
        : undefined,
    ),
  ],
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

export const getClientToken: AzureFunction = {
  token: "azure-native:authorization:getClientToken",
  result: () => ({ token: "rehearsal" }),
};
