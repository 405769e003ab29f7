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
  /** The compute group's name, region and tags. */
  readonly context: ResourceContext;
  /** The data group's name, region and tags, for the spool disk. */
  readonly dataContext: ResourceContext;
  readonly machine: VirtualMachineSettings;
  /** Size of the spool disk in GiB. Example: 64. */
  readonly spoolGiB: number;
  /** Lets `destroy` delete the spool disk, including undelivered events on it. */
  readonly deleteOnDestroy: boolean;
  readonly subnetId: pulumi.Input<string>;
  /** Security group for the network interface. Undefined if the subnet has a security group. */
  readonly securityGroupId?: pulumi.Input<string>;
  /** Id of the endpoint's backend pool. */
  readonly backendPoolId: pulumi.Input<string>;
  readonly hooks: MachineHooks;
  /** The machine's checks run again if this number changes. Example: 1. */
  readonly attempt: number;
  readonly agent: AgentSettings;
  /** Resource id of the collection rule. */
  readonly ruleId: pulumi.Input<string>;
  /**
   * Readiness check of the previous machine. This machine waits for it, so that machines are created and replaced one by
   * one. Undefined for the first machine.
   */
  readonly after?: pulumi.Resource;
}

/**
 * One forwarder: network interface, spool disk, machine, agent and two checks. The configuration is part of the machine's
 * cloud-init user-data, so changing the configuration replaces the machine. The spool disk and the interface stay.
 *
 * In the properties that force a replacement of agent and checks, the machine's name is plain text, not an output of the
 * machine. Otherwise, the engine would delete agent and checks before it deletes the machine. Azure would refuse this
 * deletion while the machine is stopped, and a rollout that was interrupted after this deletion would leave a running
 * machine without its agent. Instead, Azure deletes agent and checks together with the machine, and the engine sends them to
 * Azure again once a new machine of that name exists.
 *
 * No property that forces a replacement may depend on another machine, because the engine would then delete all machines at
 * once.
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
    // Resizing the machine restarts it, so the check runs again, and the next machine waits for the check.
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
   * Options for all children. A child is deleted before its replacement is created, because both have the same id.
   * Otherwise, after an interrupted rollout, the next `up` would delete the old child by its id, and thereby the new one.
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
   * Creates a run command, which runs a script on the machine. If the script fails, the deployment fails; by default, Azure
   * would report only that the script has started.
   *
   * Azure may ignore a script whose text has not changed. The text therefore contains the attempt number and the machine's
   * id. If a check has failed, the next `up` deletes the check and creates it again. After a refresh, the engine no longer
   * knows that the check failed, so the program warns about it.
   */
  private createCheck(
    check: keyof typeof CHECKS,
    script: string,
    machine: compute.VirtualMachine,
    /**
     * Text about a property of the machine, or none. The check runs again if the text changes.
     * Example: ` of size Standard_D2s_v5`.
     */
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
        // The check's name in earlier versions of this program.
        aliases: [{ name: `${machineName}-${CHECKS[check]}` }],
      },
    );
    // During a preview, it is not known whether the check runs again.
    command.provisioningState.apply((state) => {
      if (state === "Failed" && !pulumi.runtime.isDryRun())
        void pulumi.log.warn(failedCheck(machineName, check, attempt));
    });
    return command;
  }
}

/** Returns a machine's id, derived from the id of the machine's network interface, which stays when the machine is replaced. */
const machineIdBeside = (interfaceId: string, machineName: string): string =>
  `${interfaceId.split("/providers/")[0]}/providers/Microsoft.Compute/virtualMachines/${machineName}`;
