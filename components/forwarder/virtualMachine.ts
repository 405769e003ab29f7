import type * as compute from "@pulumi/azure-native/compute";
import type * as pulumi from "@pulumi/pulumi";
import { type Image, isPlatformPatched } from "./image";

export interface VirtualMachineSettings {
  /** Name of the machine in Azure and in its operating system. The column Computer contains this name. */
  readonly machineName: string;
  /** VM size with premium storage. Example: `Standard_D2s_v5`. */
  readonly size: string;
  readonly image: Image;
  readonly sshPublicKey: string;
  /** cloud-init user-data before base64 encoding. */
  readonly userData: string;
  readonly encryptionAtHost: boolean;
  /** Zone, or availability set if the machines use no zones. */
  readonly place: { readonly zone: string } | { readonly availabilitySetId: pulumi.Input<string> };
}

/** Ids of the resources that are attached to the machine. */
export interface AttachedResources {
  readonly networkInterfaceId: pulumi.Input<string>;
  readonly spoolDiskId: pulumi.Input<string>;
}

/** Name of the account that Azure creates on the machine. Azure refuses `root`, `admin` and other common names. */
export const ADMINISTRATOR = "qumuloaudit";

/** Size of the system disk: the smallest that has room for the system and the agent's 10 GB cache. */
const SYSTEM_DISK_GB = 32;

/**
 * Properties that Azure refuses to change, at least while the machine runs. Changing one of them replaces the machine.
 * Sources:
 * - osProfile and availabilitySet "cannot be updated after the VM is created":
 *   learn.microsoft.com/rest/api/compute/virtual-machines/create-or-update.
 * - SSH key, image and zones: Azure's error PropertyChangeNotAllowed.
 * - Encryption and Trusted Launch can change only while the machine is deallocated:
 *   learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-cli and trusted-launch-existing-vm.
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
 * Properties that are set when a machine is created and not changed afterwards: Update Manager and Azure Policy may change how
 * the platform patches the machine, and a system disk that was enlarged cannot shrink.
 */
export const SET_ON_CREATION = [
  "osProfile.linuxConfiguration.patchSettings",
  "osProfile.linuxConfiguration.enableVMAgentPlatformUpdates",
  "storageProfile.osDisk",
];

/** Returns the properties of the virtual machine. */
export function virtualMachineProperties(
  settings: VirtualMachineSettings,
  { networkInterfaceId, spoolDiskId }: AttachedResources,
) {
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
      // encryptionAtHost is sent only if it is enabled, because Azure refuses it in subscriptions where the feature is not
      // registered.
      ...(settings.encryptionAtHost ? { encryptionAtHost: true } : {}),
    },
    storageProfile: {
      imageReference: image,
      // The system disk's name is not set, so that Azure chooses a name that never conflicts with the replaced machine's
      // disk. By default, Azure would keep the disk of each replaced machine.
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
          // A cache in the host's memory could lose events that rsyslog has already written to the spool.
          caching: "None",
          managedDisk: { id: spoolDiskId },
        },
      ],
    },
    networkProfile: { networkInterfaces: [{ id: networkInterfaceId, primary: true, deleteOption: "Detach" }] },
    diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    ...("zone" in place ? { zones: [place.zone] } : { availabilitySet: { id: place.availabilitySetId } }),
  } satisfies Omit<compute.VirtualMachineArgs, "resourceGroupName">;
}
