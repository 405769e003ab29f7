import * as compute from "@pulumi/azure-native/compute";
import * as azureNetwork from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { MachineAgent, type MachineAgentArgs } from "../collection/machineAgent";
import { foreignTags, MACHINE_TAG, type Placement, placed } from "../placement";
import { wire } from "../wire";
import { bootedScript, readyScript } from "./gates/gates";
import { leaveHook } from "./leave/leaveHook";
import {
  configurationHash,
  REPLACED_ON_CHANGE,
  type VirtualMachineSettings,
  virtualMachineProperties,
} from "./virtualMachine";

export interface ForwarderMachineArgs {
  /** Compute group. */
  readonly placement: Placement;
  /** Data group, for the spool disk. */
  readonly dataPlacement: Placement;
  readonly machine: Omit<VirtualMachineSettings, "networkInterfaceId" | "spoolDiskId">;
  /** Size of the spool disk. Example: 64. */
  readonly spoolGiB: number;
  /** Lets destroy delete the spool disk with what was not delivered. */
  readonly deleteOnDestroy: boolean;
  readonly subnetId: pulumi.Input<string>;
  /** Security group of the network interface, where the subnet carries none of ours. */
  readonly securityGroupId?: pulumi.Input<string>;
  /** Pool of the endpoint. */
  readonly backendPoolId: pulumi.Input<string>;
  /** Azure Resource Manager, to drain a machine before it is replaced; undefined: it is replaced as it is. */
  readonly drainedBy?: string;
  /** Raised by a person to run the gates' scripts again. */
  readonly attempt: number;
  readonly agent: Pick<MachineAgentArgs, "agent" | "version" | "ruleId" | "endpointId" | "proxy">;
  /** `ready` of the machine before this one: machines are made and replaced one at a time. */
  readonly after?: pulumi.Resource;
}

/**
 * One forwarder: network interface, spool disk, machine, agent and the two gates. Its cloud-init is its configuration,
 * so a change of it replaces the machine; disk and interface stay.
 *
 * Nothing that forces a replacement may come from another machine: the engine would delete all of them at once.
 */
export class ForwarderMachine extends pulumi.ComponentResource {
  /** Done once the agent takes what rsyslog sends. */
  readonly ready: pulumi.Resource;

  constructor(
    name: string,
    private readonly args: ForwarderMachineArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("qumulo-audit:forwarder:ForwarderMachine", name, {}, opts);
    const networkInterface = this.createInterface(name);
    const disk = this.createSpoolDisk(name);
    const machine = this.createMachine(networkInterface.id, disk.id);
    const booted = this.createGate("booted", bootedScript(wire.machinePort), machine, []);
    const { associations } = new MachineAgent(
      name,
      {
        ...args.agent,
        placement: args.placement,
        kind: "azure",
        machineName: machine.name,
        machineId: machine.id,
        after: [booted],
      },
      { parent: this },
    );
    this.ready = this.createGate("ready", readyScript(wire.machinePort), machine, associations);
    this.registerOutputs({});
  }

  /** Every child: otherwise an interrupted roll ends with a later `up` that deletes a living one of the same id. */
  private get child() {
    return { parent: this, deleteBeforeReplace: true, ignoreChanges: foreignTags(this.args.placement) };
  }

  private createInterface(name: string): azureNetwork.NetworkInterface {
    const { placement, machine, subnetId, securityGroupId, backendPoolId, drainedBy, after } = this.args;
    const { tags, ...place } = placed(placement);
    return new azureNetwork.NetworkInterface(
      `nic-${name}`,
      {
        ...place,
        tags: { ...tags, [MACHINE_TAG]: configurationHash(machine) },
        ipConfigurations: [
          {
            name: "syslog",
            primary: true,
            privateIPAllocationMethod: "Dynamic",
            subnet: { id: subnetId },
            loadBalancerBackendAddressPools: [{ id: backendPoolId }],
          },
        ],
        ...(securityGroupId === undefined ? {} : { networkSecurityGroup: { id: securityGroupId } }),
      },
      {
        ...this.child,
        // One after the other: otherwise all machines would let go of their senders at once.
        dependsOn: after,
        hooks: drainedBy === undefined ? {} : { beforeUpdate: [leaveHook(machine.machineName, drainedBy)] },
      },
    );
  }

  private createSpoolDisk(name: string): compute.Disk {
    const { dataPlacement, machine, spoolGiB, deleteOnDestroy } = this.args;
    return new compute.Disk(
      `disk-${name}-spool`,
      {
        ...placed(dataPlacement),
        sku: { name: "Premium_LRS" },
        creationData: { createOption: "Empty" },
        diskSizeGB: spoolGiB,
        networkAccessPolicy: "DenyAll",
        publicNetworkAccess: "Disabled",
        ...("zone" in machine.place ? { zones: [machine.place.zone] } : {}),
      },
      // Kept, not protected: a protected disk would stop an `up` with fewer machines half-way.
      { ...this.child, retainOnDelete: !deleteOnDestroy },
    );
  }

  private createMachine(
    networkInterfaceId: pulumi.Input<string>,
    spoolDiskId: pulumi.Input<string>,
  ): compute.VirtualMachine {
    const { placement, machine, after } = this.args;
    return new compute.VirtualMachine(
      machine.machineName,
      { ...placed(placement), ...virtualMachineProperties({ ...machine, networkInterfaceId, spoolDiskId }) },
      {
        ...this.child,
        replaceOnChanges: REPLACED_ON_CHANGE,
        dependsOn: after,
      },
    );
  }

  /** A script on the machine whose failure fails the deployment; by default Azure only says that it was started. */
  private createGate(
    gate: "booted" | "ready",
    script: string,
    machine: compute.VirtualMachine,
    after: readonly pulumi.Resource[],
  ): pulumi.Resource {
    return new compute.VirtualMachineRunCommandByVirtualMachine(
      `${this.args.machine.machineName}-${gate}`,
      {
        ...placed(this.args.placement),
        vmName: machine.name,
        runCommandName: gate,
        source: { script },
        parameters: [{ name: "attempt", value: String(this.args.attempt) }],
        asyncExecution: false,
        treatFailureAsDeploymentFailure: true,
        timeoutInSeconds: 900,
      },
      { ...this.child, dependsOn: [...after], customTimeouts: { create: "20m", update: "20m" } },
    );
  }
}
