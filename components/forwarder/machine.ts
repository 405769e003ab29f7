import * as compute from "@pulumi/azure-native/compute";
import * as azureNetwork from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import type { AgentSettings } from "../collection/agentSettings";
import { MachineAgent } from "../collection/machineAgent";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { syslogContract } from "../syslogContract";
import { bootCheckScript, CHECKS, failedCheck, readinessCheckScript } from "./checks/machineChecks";
import type { MachineHooks } from "./drain/machineHooks";
import {
  type AttachedResources,
  REPLACED_ON_CHANGE,
  SET_ON_CREATION,
  type VirtualMachineSettings,
  virtualMachineProperties,
} from "./virtualMachine";

export interface ForwarderMachineArgs {
  /** Context of the compute group. */
  readonly context: ResourceContext;
  /** Context of the data group, for the spool disk. */
  readonly dataContext: ResourceContext;
  readonly machine: VirtualMachineSettings;
  /** Size of the spool disk in GiB. Example: 64. */
  readonly spoolGiB: number;
  /** Lets `destroy` delete the spool disk with the events that were not delivered. */
  readonly deleteOnDestroy: boolean;
  readonly subnetId: pulumi.Input<string>;
  /** Security group for the network interface. Default: the subnet has one. */
  readonly securityGroupId?: pulumi.Input<string>;
  /** Id of the endpoint's pool. */
  readonly backendPoolId: pulumi.Input<string>;
  readonly hooks: MachineHooks;
  /** The checks run again if this number changes. Example: 1. */
  readonly attempt: number;
  readonly agent: AgentSettings;
  /** Resource id of the collection rule. */
  readonly ruleId: pulumi.Input<string>;
  /** Readiness check of the previous machine. Machines are created and replaced one by one. Default: this is the first. */
  readonly after?: pulumi.Resource;
}

/**
 * One forwarder: network interface, spool disk, machine, agent and two checks. Its cloud-init is its configuration, so a
 * change of that replaces the machine. Disk and interface stay.
 *
 * Agent and checks refer to the machine by its name only, so that the engine does not delete them before the machine: Azure
 * refuses that while a machine is stopped, and a rollout that stops there would leave a running machine without its agent. Azure
 * deletes them together with the machine. They are sent again once a new machine of that name exists.
 *
 * Nothing that forces a replacement may depend on another machine. Otherwise the engine would delete all machines at once.
 */
export class ForwarderMachine extends pulumi.ComponentResource {
  /** Succeeds once rsyslog is connected to the agent. */
  readonly readinessCheck: pulumi.Resource;

  constructor(
    name: string,
    private readonly args: ForwarderMachineArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("qumulo-audit:forwarder:ForwarderMachine", name, {}, opts);
    const { context, agent, ruleId, hooks } = args;
    const { machineName, size } = args.machine;
    const networkInterface = this.createInterface(name);
    const disk = this.createSpoolDisk(name);
    const machine = this.createMachine({ networkInterfaceId: networkInterface.id, spoolDiskId: disk.id });
    const bootCheck = this.createCheck("boot-check", bootCheckScript(syslogContract.machinePort), machine, "", []);
    const { associations } = new MachineAgent(
      name,
      {
        context,
        machineName,
        machineId: networkInterface.id.apply((id) => machineIdBeside(id, machineName)),
        virtualMachine: { resource: machine, instanceId: machine.vmId, drain: hooks.drain },
        agent,
        ruleId,
        after: [bootCheck],
      },
      { parent: this },
    );
    // Another size restarts the machine, so the check runs again and the next machine waits for it.
    this.readinessCheck = this.createCheck(
      "readiness-check",
      readinessCheckScript(syslogContract.machinePort),
      machine,
      ` of size ${size}`,
      associations,
    );
    this.registerOutputs({});
  }

  /**
   * Options of all children. They are deleted before they are replaced. Otherwise, after an interrupted rollout, the next `up`
   * deletes the new child, which has the same id as the old one.
   */
  private get child() {
    return { parent: this, deleteBeforeReplace: true, ignoreChanges: foreignTags(this.args.context.ignoreTags) };
  }

  private createInterface(name: string): azureNetwork.NetworkInterface {
    const { context, subnetId, securityGroupId, backendPoolId } = this.args;
    return new azureNetwork.NetworkInterface(
      `nic-${name}`,
      {
        ...commonArguments(context),
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
    const { dataContext, machine, spoolGiB, deleteOnDestroy } = this.args;
    return new compute.Disk(
      `disk-${name}-spool`,
      {
        ...commonArguments(dataContext),
        sku: { name: "Premium_LRS" },
        creationData: { createOption: "Empty" },
        diskSizeGB: spoolGiB,
        networkAccessPolicy: "DenyAll",
        publicNetworkAccess: "Disabled",
        ...("zone" in machine.place ? { zones: [machine.place.zone] } : {}),
      },
      // Not protected, because a protected disk would stop an `up` that reduces the number of machines.
      { ...this.child, retainOnDelete: !deleteOnDestroy },
    );
  }

  private createMachine(attached: AttachedResources): compute.VirtualMachine {
    const { context, machine, after, hooks } = this.args;
    return new compute.VirtualMachine(
      machine.machineName,
      { ...commonArguments(context), ...virtualMachineProperties(machine, attached) },
      {
        ...this.child,
        replaceOnChanges: REPLACED_ON_CHANGE,
        ignoreChanges: [...foreignTags(context.ignoreTags), ...SET_ON_CREATION],
        dependsOn: after,
        hooks: { beforeDelete: [hooks.drain], beforeUpdate: [hooks.restart] },
      },
    );
  }

  /**
   * A script that runs on the machine, as a run command. If the script fails, the deployment fails; by default, Azure only
   * reports that the script has started.
   *
   * Azure may run a script again only if its text changes, so the text contains the attempt and the machine's id. A check that
   * failed is deleted and created again. After a refresh the engine no longer knows that it failed, so the check warns.
   */
  private createCheck(
    check: keyof typeof CHECKS,
    script: string,
    machine: compute.VirtualMachine,
    /** Property of the machine whose change repeats the check. Example: ` of size Standard_D2s_v5`. */
    property: string,
    after: readonly pulumi.Resource[],
  ): pulumi.Resource {
    const { context, attempt } = this.args;
    const { machineName } = this.args.machine;
    const command = new compute.VirtualMachineRunCommandByVirtualMachine(
      `${machineName}-${check}`,
      {
        ...commonArguments(context),
        vmName: machineName,
        runCommandName: CHECKS[check],
        source: {
          script: pulumi.interpolate`${script}# Attempt ${attempt} on the machine ${machine.vmId}${property}.\n`,
        },
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
        // The name in earlier versions of this program.
        aliases: [{ name: `${machineName}-${CHECKS[check]}` }],
      },
    );
    // During a preview it is not known whether the check runs again.
    command.provisioningState.apply((state) => {
      if (state === "Failed" && !pulumi.runtime.isDryRun())
        void pulumi.log.warn(failedCheck(machineName, check, attempt));
    });
    return command;
  }
}

/** Id of a machine, from the id of its network interface, which stays when the machine is replaced. */
const machineIdBeside = (interfaceId: string, machineName: string): string =>
  `${interfaceId.split("/providers/")[0]}/providers/Microsoft.Compute/virtualMachines/${machineName}`;
