import { MOST_USER_DATA_BYTES } from "../../../components/forwarder/cloudInit/userData";
import { guid } from "../identity";
import { agentRefusals } from "./agent";
import { type Azure, type AzureType, type Change, inGroup, type Refusal } from "./azureType";
import { check, immutable, inUse, mentions, parentOf, refersTo, required, textsAt, value, valuesAt } from "./refusal";

const VM = "learn.microsoft.com/azure/templates/microsoft.compute/virtualmachines";
const CHANGES = "learn.microsoft.com/rest/api/compute/virtual-machines/create-or-update";
const LIMITS = "learn.microsoft.com/azure/virtual-machines/linux/faq, user names and passwords";
const TRUSTED_LAUNCH = "learn.microsoft.com/azure/virtual-machines/trusted-launch-existing-vm: deallocate it first";
const ENCRYPTION =
  "learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-cli: deallocate it first";
const VM_TYPE = "azure-native:compute:VirtualMachine";
const RUN = "learn.microsoft.com/azure/virtual-machines/linux/run-command-managed";

const isRunning = ({ id }: Change, azure: Azure): boolean => azure.power(id) !== "deallocated";

export const disk: AzureType = {
  token: "azure-native:compute:Disk",
  id: inGroup("Microsoft.Compute/disks/{diskName}"),
  computed: () => ({ diskState: "Unattached" }),
  forceNew: ["diskName", "resourceGroupName", "location", "zones"],
  refusals: [
    check(
      "ResizeDiskError",
      "learn.microsoft.com/azure/virtual-machines/linux/expand-disks: a disk does not shrink",
      ({ inputs, before }) =>
        Number(inputs.diskSizeGB) < Number(before?.diskSizeGB) ? "a managed disk cannot be made smaller" : undefined,
      ["update"],
    ),
    value("diskSizeGB", "InvalidDiskSize", VM, (size) => Number(size) >= 1 && Number(size) <= 32_767, "1 to 32,767 GB"),
    inUse(
      "OperationNotAllowed",
      "learn.microsoft.com/azure/virtual-machines/disks-find-unattached-portal",
      (other, id) => mentions(other, "storageProfile.dataDisks[].managedDisk.id", id),
    ),
  ],
};

export const availabilitySet: AzureType = {
  token: "azure-native:compute:AvailabilitySet",
  id: inGroup("Microsoft.Compute/availabilitySets/{availabilitySetName}"),
  forceNew: ["availabilitySetName", "resourceGroupName", "location"],
  refusals: [
    value(
      "platformFaultDomainCount",
      "InvalidFaultDomainCount",
      "learn.microsoft.com/azure/virtual-machines/availability-set-overview",
      (count) => Number(count) >= 1 && Number(count) <= 3,
      "1 to 3 fault domains, in many regions 2",
    ),
    inUse("AvailabilitySetInUse", "learn.microsoft.com/azure/virtual-machines/availability-set-overview", (other, id) =>
      mentions(other, "availabilitySet.id", id),
    ),
  ],
};

export const virtualMachine: AzureType = {
  token: VM_TYPE,
  id: inGroup("Microsoft.Compute/virtualMachines/{vmName}"),
  computed: (id) => ({ vmId: guid(id), identity: { type: "SystemAssigned", principalId: guid(`${id}/identity`) } }),
  // Source: the documentation of VirtualMachine.vmId, "the VM unique ID which is a 128-bits identifier".
  newOnRecreation: (id, nth) => ({ vmId: guid(`${id}/${nth}`) }),
  isMachine: true,
  restartsOn: {
    path: "hardwareProfile.vmSize",
    source: "learn.microsoft.com/azure/virtual-machines/sizes/resize-vm: a machine that runs is restarted",
  },
  forceNew: ["vmName", "resourceGroupName", "location"],
  refusals: [
    immutable("osProfile.customData", CHANGES),
    immutable("osProfile.computerName", CHANGES),
    immutable("osProfile.linuxConfiguration.ssh.publicKeys", CHANGES),
    immutable("storageProfile.imageReference", CHANGES),
    immutable("securityProfile.securityType", CHANGES),
    immutable("securityProfile.uefiSettings.secureBootEnabled", TRUSTED_LAUNCH, isRunning),
    immutable("securityProfile.encryptionAtHost", ENCRYPTION, isRunning),
    immutable("osProfile.adminUsername", CHANGES),
    check(
      "ResizeDiskError",
      "learn.microsoft.com/azure/virtual-machines/linux/expand-disks: a disk does not shrink",
      ({ inputs, before }) =>
        Number(valuesAt(inputs, "storageProfile.osDisk.diskSizeGB")[0]) <
        Number(valuesAt(before, "storageProfile.osDisk.diskSizeGB")[0])
          ? "a managed disk cannot be made smaller"
          : undefined,
      ["update"],
    ),
    immutable("availabilitySet.id", CHANGES),
    immutable("zones", CHANGES),
    refersTo("networkProfile.networkInterfaces[].id", "NetworkInterfaceNotFound", VM),
    refersTo("storageProfile.dataDisks[].managedDisk.id", "DiskNotFound", VM),
    check(
      "NicInUse",
      "learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors",
      (change, azure) => {
        const nics = textsAt(change.inputs, "networkProfile.networkInterfaces[].id");
        const other = azure.all.find(
          (one) =>
            one.token === VM_TYPE &&
            one.id !== change.id &&
            nics.some((nic) => mentions(one, "networkProfile.networkInterfaces[].id", nic)),
        );
        return other === undefined ? undefined : `Network Interface is used by ${other.id}`;
      },
    ),
    check(
      "AttachDiskWhileBeingDetached",
      "learn.microsoft.com/azure/virtual-machines/linux/add-disk: a disk is attached to one machine",
      (change, azure) => {
        const disks = textsAt(change.inputs, "storageProfile.dataDisks[].managedDisk.id");
        const other = azure.all.find(
          (one) =>
            one.token === VM_TYPE &&
            one.id !== change.id &&
            disks.some((id) => mentions(one, "storageProfile.dataDisks[].managedDisk.id", id)),
        );
        return other === undefined ? undefined : `the disk is attached to ${other.id}`;
      },
    ),
    check(
      "BadRequest",
      "learn.microsoft.com/azure/virtual-machines/create-portal-availability-zone: disk and machine must be in the same zone",
      ({ inputs }, azure) => {
        const [zone] = textsAt(inputs, "zones[]");
        const other = textsAt(inputs, "storageProfile.dataDisks[].managedDisk.id")
          .map((id) => azure.get(id))
          .find((found) => found !== undefined && textsAt(found.inputs, "zones[]")[0] !== zone);
        return other === undefined ? undefined : `${other.id} is in another zone than the machine`;
      },
    ),
    value(
      "hardwareProfile.vmSize",
      "VMSizeDoesNotSupportPremiumStorage",
      "learn.microsoft.com/azure/virtual-machines/premium-storage-performance: sizes with s",
      (size) => /^Standard_(DS|GS)\d|^Standard_[A-Z]+\d+(-\d+)?[a-z]*s/.test(String(size)),
      "this size does not support premium disks",
    ),
    value(
      "osProfile.adminUsername",
      "InvalidParameter",
      LIMITS,
      (name) => !["root", "admin", "administrator", "user", "test", "guest"].includes(String(name)),
      "this user name is not allowed",
    ),
    value(
      "osProfile.customData",
      "CustomDataTooLarge",
      "Microsoft.Compute/virtualMachines, OSProfile.customData",
      (data) => Buffer.from(String(data), "base64").length <= MOST_USER_DATA_BYTES,
      `custom data has at most ${MOST_USER_DATA_BYTES} bytes`,
    ),
    value(
      "osProfile.computerName",
      "InvalidComputerName",
      VM,
      (name) => /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(String(name)),
      "up to 63 letters, digits and hyphens",
    ),
    value(
      "storageProfile.osDisk.diskSizeGB",
      "OSDiskTooSmall",
      "learn.microsoft.com/azure/virtual-machines/linux/expand-disks: never below the image's size",
      (size) => Number(size) >= 30,
      "the image needs 30 GB",
    ),
    value(
      "osProfile.linuxConfiguration.ssh.publicKeys[].keyData",
      "InvalidSshKey",
      "learn.microsoft.com/azure/virtual-machines/linux/mac-create-ssh-keys",
      (key) => /^(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/=]+/.test(String(key)),
      "the key must be ED25519, or RSA with at least 2,048 bits",
    ),
  ],
};

/** Refuses to change a machine's child resources while the machine does not run or its VM agent does not answer. */
const needsRunningMachine: readonly Refusal[] = [
  check(
    "OperationNotAllowed",
    "github.com/hashicorp/terraform-provider-azurerm, issue 477",
    ({ id }, azure) =>
      azure.power(parentOf(id)) === "deallocated"
        ? "Cannot modify extensions in the VM when the VM is not running."
        : undefined,
    ["create", "update", "delete"],
  ),
  check(
    "VMAgentStatusCommunicationError",
    "github.com/Azure/azure-xplat-cli, issue 2794",
    ({ id }, azure) =>
      azure.power(parentOf(id)) === "broken"
        ? `VM '${parentOf(id).split("/").at(-1)}' has not reported status for VM agent or extensions.`
        : undefined,
    ["create", "update", "delete"],
  ),
];

export const machineExtension: AzureType = {
  token: "azure-native:compute:VirtualMachineExtension",
  id: inGroup("Microsoft.Compute/virtualMachines/{vmName}/extensions/{vmExtensionName}"),
  forceNew: ["vmExtensionName", "vmName", "resourceGroupName", "location"],
  refusals: [...needsRunningMachine, ...agentRefusals("azure-native:compute:VirtualMachineExtension", "")],
};

export const runCommand: AzureType = {
  token: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
  id: inGroup("Microsoft.Compute/virtualMachines/{vmName}/runCommands/{runCommandName}"),
  forceNew: ["runCommandName", "vmName", "resourceGroupName", "location"],
  // Users' reports differ on whether an update makes Azure run an unchanged script again. The simulator assumes the
  // worse case: Azure does not run it.
  rerunsOn: "source.script",
  refusals: [
    ...needsRunningMachine,
    required("source", "InvalidParameter", RUN, "a run command needs a script"),
    value(
      "timeoutInSeconds",
      "InvalidTimeout",
      RUN,
      (seconds) => Number(seconds) >= 120 && Number(seconds) <= 5_400,
      "120 to 5,400 seconds",
    ),
    check("TooManyRunCommands", `${RUN}: at most 25 a machine`, ({ id, inputs }, azure) =>
      azure.all.filter(
        (other) =>
          other.token === "azure-native:compute:VirtualMachineRunCommandByVirtualMachine" &&
          other.id !== id &&
          other.inputs.vmName === inputs.vmName,
      ).length >= 25
        ? "a machine has at most 25 run commands"
        : undefined,
    ),
    check("ParameterWithoutName", RUN, ({ inputs }) =>
      valuesAt(inputs, "parameters[]").length > textsAt(inputs, "parameters[].name").length
        ? "a parameter needs a name"
        : undefined,
    ),
  ],
};
