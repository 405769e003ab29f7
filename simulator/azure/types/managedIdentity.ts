import { guid } from "../identity";
import { type AzureType, inGroup } from "./azureType";

export const userAssignedIdentity: AzureType = {
  token: "azure-native:managedidentity:UserAssignedIdentity",
  id: inGroup("Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}"),
  computed: (id) => ({ principalId: guid(id), clientId: guid(`${id}/client`), tenantId: guid("tenant") }),
  forceNew: ["resourceName", "resourceGroupName", "location"],
};
