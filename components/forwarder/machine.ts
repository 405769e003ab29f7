import * as compute from "@pulumi/azure-native/compute";
import * as azureNetwork from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { MachineAgent, type MachineAgentArgs } from "../collection/machineAgent";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { syslogContract } from "../syslogContract";
import type { MachineHooks } from "./drain/machineHooks";
import { bootCheckScript, failedGate, readinessCheckScript } from "./gates/gates";
import {
  KEPT_AS_FOUND,
  REPLACED_ON_CHANGE,
  type VirtualMachineSettings,
  virtualMachineProperties,
} from "./virtualMachine";

export interface ForwarderMachineArgs {
  /** Compute group. */
  readonly placement: ResourceContext;
  /** Data group, for the spool disk. */
  readonly dataPlacement: ResourceContext;
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
  readonly hooks: MachineHooks;
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
 * Agent and gates refer to the machine by its name alone, so that the engine does not delete them before it: Azure
 * refuses that on a machine that is stopped, and a roll that ends there would have taken a living machine apart. They go
 * with the machine, and are sent again once Azure says that it has made another one of that name.
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
    const booted = this.createGate("booted", bootCheckScript(syslogContract.machinePort), machine, "", []);
    const { associations } = new MachineAgent(
      name,
      {
        ...args.agent,
        placement: args.placement,
        machineName: args.machine.machineName,
        machineId: networkInterface.id.apply((id) => machineIdBeside(id, args.machine.machineName)),
        virtualMachine: { resource: machine, madeAs: machine.vmId, leave: args.hooks.leave },
        after: [booted],
      },
      { parent: this },
    );
    // Another size restarts the machine, and the next one waits until this one is ready again.
    this.ready = this.createGate(
      "ready",
      readinessCheckScript(syslogContract.machinePort),
      machine,
      ` of size ${args.machine.size}`,
      associations,
    );
    this.registerOutputs({});
  }

  /** Every child: otherwise an interrupted roll ends with a later `up` that deletes a living one of the same id. */
  private get child() {
    return { parent: this, deleteBeforeReplace: true, ignoreChanges: foreignTags(this.args.placement) };
  }

  private createInterface(name: string): azureNetwork.NetworkInterface {
    const { placement, subnetId, securityGroupId, backendPoolId } = this.args;
    return new azureNetwork.NetworkInterface(
      `nic-${name}`,
      {
        ...commonArguments(placement),
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
      this.child,
    );
  }

  private createSpoolDisk(name: string): compute.Disk {
    const { dataPlacement, machine, spoolGiB, deleteOnDestroy } = this.args;
    return new compute.Disk(
      `disk-${name}-spool`,
      {
        ...commonArguments(dataPlacement),
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
    const { placement, machine, after, hooks } = this.args;
    return new compute.VirtualMachine(
      machine.machineName,
      { ...commonArguments(placement), ...virtualMachineProperties({ ...machine, networkInterfaceId, spoolDiskId }) },
      {
        ...this.child,
        replaceOnChanges: REPLACED_ON_CHANGE,
        ignoreChanges: [...foreignTags(placement), ...KEPT_AS_FOUND],
        dependsOn: after,
        hooks: { beforeDelete: [hooks.leave], beforeUpdate: [hooks.restart] },
      },
    );
  }

  /**
   * A script on the machine whose failure fails the deployment; by default Azure only says that it was started.
   *
   * Azure may run a script again only where its text has changed: the text names the attempt and the machine, and what
   * has failed is deleted and made again. A refresh lets the engine forget that it has failed: then it says so itself.
   */
  private createGate(
    gate: "booted" | "ready",
    script: string,
    machine: compute.VirtualMachine,
    /** What of the machine it is run again for. */
    like: string,
    after: readonly pulumi.Resource[],
  ): pulumi.Resource {
    const { placement, attempt } = this.args;
    const { machineName } = this.args.machine;
    const command = new compute.VirtualMachineRunCommandByVirtualMachine(
      `${machineName}-${gate}`,
      {
        ...commonArguments(placement),
        vmName: machineName,
        runCommandName: gate,
        source: { script: pulumi.interpolate`${script}# Attempt ${attempt} on the machine ${machine.vmId}${like}.\n` },
        asyncExecution: false,
        treatFailureAsDeploymentFailure: true,
        timeoutInSeconds: 900,
      },
      {
        ...this.child,
        dependsOn: [machine, ...after],
        deletedWith: machine,
        replaceOnChanges: ["#initerror"],
        customTimeouts: { create: "20m", update: "20m" },
      },
    );
    // A preview does not know yet whether it is run again.
    command.provisioningState.apply((state) => {
      if (state === "Failed" && !pulumi.runtime.isDryRun())
        void pulumi.log.warn(failedGate(machineName, gate, attempt));
    });
    return command;
  }
}

/** Id of the machine in the group of its interface. It outlives the machine, so that what refers to it does, too. */
const machineIdBeside = (interfaceId: string, machineName: string): string =>
  `${interfaceId.split("/providers/")[0]}/providers/Microsoft.Compute/virtualMachines/${machineName}`;
