import type * as compute from "@pulumi/azure-native/compute";
import type * as pulumi from "@pulumi/pulumi";
import { type Image, isPlatformPatched } from "./image";

export interface VirtualMachineSettings {
  /** Name of the machine in Azure and inside it; the column Computer. */
  readonly machineName: string;
  /** VM size with premium storage. Example: `Standard_D2s_v5`. */
  readonly size: string;
  readonly image: Image;
  readonly sshPublicKey: string;
  /** cloud-init user-data, before base64. */
  readonly userData: string;
  readonly encryptionAtHost: boolean;
  /** Zone, or an availability set where the region has none. */
  readonly place: { readonly zone: string } | { readonly availabilitySetId: pulumi.Input<string> };
  readonly networkInterfaceId: pulumi.Input<string>;
  readonly spoolDiskId: pulumi.Input<string>;
}

/** The one account. Azure refuses `root`, `admin` and other common names. */
export const ADMINISTRATOR = "qumuloaudit";

/** Smallest system disk that holds the system and the agent's cache of 10 GB. */
const SYSTEM_DISK_GB = 32;

/**
 * What Azure refuses to change on a running machine; a change replaces it.
 * Source: learn.microsoft.com/rest/api/compute/virtual-machines/create-or-update, "cannot be updated after the VM is
 * created", of osProfile and availabilitySet; the error PropertyChangeNotAllowed for key, image and zones; and for
 * encryption, learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-cli, and Trusted
 * Launch, learn.microsoft.com/azure/virtual-machines/trusted-launch-existing-vm, that the machine is deallocated first.
 */
export const REPLACED_ON_CHANGE = [
  "osProfile.adminUsername",
  "osProfile.computerName",
  "osProfile.customData",
  "osProfile.linuxConfiguration.disablePasswordAuthentication",
  "osProfile.linuxConfiguration.ssh",
  "storageProfile.imageReference",
  "securityProfile.encryptionAtHost",
  "securityProfile.securityType",
  "securityProfile.uefiSettings",
  "availabilitySet",
  "zones",
];

/**
 * What others may change on a machine that is there, and what the next one of its name has from here: how the platform
 * patches it, which is Update Manager's and Azure Policy's, and its system disk, which does not shrink.
 */
export const KEPT_AS_FOUND = [
  "osProfile.linuxConfiguration.patchSettings",
  "osProfile.linuxConfiguration.enableVMAgentPlatformUpdates",
  "storageProfile.osDisk",
];

/** The virtual machine's own properties. Pure. */
export function virtualMachineProperties(settings: VirtualMachineSettings) {
  const { image, place, machineName } = settings;
  const byPlatform = isPlatformPatched(image);
  return {
    vmName: machineName,
    hardwareProfile: { vmSize: settings.size },
    identity: { type: "SystemAssigned" },
    osProfile: {
      computerName: machineName,
      adminUsername: ADMINISTRATOR,
      customData: Buffer.from(settings.userData).toString("base64"),
      linuxConfiguration: {
        disablePasswordAuthentication: true,
        ssh: {
          publicKeys: [{ path: `/home/${ADMINISTRATOR}/.ssh/authorized_keys`, keyData: settings.sshPublicKey }],
        },
        patchSettings: byPlatform
          ? { patchMode: "AutomaticByPlatform", assessmentMode: "AutomaticByPlatform" }
          : { patchMode: "ImageDefault", assessmentMode: "ImageDefault" },
        provisionVMAgent: true,
      },
    },
    securityProfile: {
      securityType: "TrustedLaunch",
      uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
      // The feature must be registered in the subscription, so it is never asked for unless it is wanted.
      ...(settings.encryptionAtHost ? { encryptionAtHost: true } : {}),
    },
    storageProfile: {
      imageReference: image,
      // No name, so that a replacement never meets the old one; Delete, because the default leaves a disk at each roll.
      osDisk: {
        createOption: "FromImage",
        deleteOption: "Delete",
        diskSizeGB: SYSTEM_DISK_GB,
        managedDisk: { storageAccountType: "Premium_LRS" },
      },
      dataDisks: [
        {
          lun: 0,
          createOption: "Attach",
          deleteOption: "Detach",
          // A cache in memory would hold what the spool believes to be on disk.
          caching: "None",
          managedDisk: { id: settings.spoolDiskId },
        },
      ],
    },
    networkProfile: { networkInterfaces: [{ id: settings.networkInterfaceId, primary: true, deleteOption: "Detach" }] },
    diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    ...("zone" in place ? { zones: [place.zone] } : { availabilitySet: { id: place.availabilitySetId } }),
  } satisfies Omit<compute.VirtualMachineArgs, "resourceGroupName">;
}
