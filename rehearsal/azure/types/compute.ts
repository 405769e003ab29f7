import { guid } from "../identity";
import { type AzureType, inGroup } from "./azureType";

export const disk: AzureType = {
  token: "azure-native:compute:Disk",
  id: inGroup("Microsoft.Compute/disks/{diskName}"),
  computed: () => ({ diskState: "Unattached" }),
  forceNew: ["diskName", "resourceGroupName", "location", "zones"],
};

export const availabilitySet: AzureType = {
  token: "azure-native:compute:AvailabilitySet",
  id: inGroup("Microsoft.Compute/availabilitySets/{availabilitySetName}"),
  forceNew: ["availabilitySetName", "resourceGroupName", "location"],
};

export const virtualMachine: AzureType = {
  token: "azure-native:compute:VirtualMachine",
  id: inGroup("Microsoft.Compute/virtualMachines/{vmName}"),
  computed: (id) => ({ vmId: guid(id), identity: { type: "SystemAssigned", principalId: guid(`${id}/identity`) } }),
  forceNew: ["vmName", "resourceGroupName", "location"],
};

export const machineExtension: AzureType = {
  token: "azure-native:compute:VirtualMachineExtension",
  id: inGroup("Microsoft.Compute/virtualMachines/{vmName}/extensions/{vmExtensionName}"),
  forceNew: ["vmExtensionName", "vmName", "resourceGroupName", "location"],
};

export const runCommand: AzureType = {
  token: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
  id: inGroup("Microsoft.Compute/virtualMachines/{vmName}/runCommands/{runCommandName}"),
  forceNew: ["runCommandName", "vmName", "resourceGroupName", "location"],
};
