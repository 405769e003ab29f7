import * as compute from "@pulumi/azure-native/compute";
import * as hybridcompute from "@pulumi/azure-native/hybridcompute";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { extensionProperties } from "./agentExtension";
import type { AgentSettings } from "./agentSettings";

export interface MachineAgentArgs {
  /** Region and resource group of the machine, and tags for the agent's extension. */
  readonly context: ResourceContext;
  readonly machineName: string;
  /** Resource id of the machine. */
  readonly machineId: pulumi.Input<string>;
  /** The machine, if it is in Azure. Undefined for an Arc server. */
  readonly virtualMachine?: {
    readonly resource: pulumi.Resource;
    /**
     * A value that changes whenever the machine is recreated. The engine then sends the extension and the associations to
     * Azure again.
     */
    readonly instanceId: pulumi.Input<string>;
    /** Drains the machine before its association with the rule is deleted. */
    readonly drain: pulumi.ResourceHook;
  };
  readonly agent: AgentSettings;
  /** Resource id of the collection rule. */
  readonly ruleId: pulumi.Input<string>;
  /** Resources that must exist before the agent is installed. Default: none. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * The Azure Monitor Agent on one Azure machine or Arc server, and its associations with the data collection rule and
 * endpoint.
 *
 * All children have `deleteBeforeReplace`, because the old and the new child have the same id. Otherwise, after an
 * interrupted replacement, the next `up` would delete the old child by its id, and thereby the new one.
 */
export class MachineAgent extends pulumi.ComponentResource {
  /** The associations, which tell the agent what to collect. They are created last. */
  readonly associations: readonly pulumi.Resource[];

  constructor(name: string, args: MachineAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:collection:MachineAgent", name, {}, opts);
    const { agent, ruleId, machineId, virtualMachine, after = [] } = args;
    const extension = agent.installedBy === "stack" ? [this.install(name, args)] : [];
    const association = (
      suffix: string,
      properties: { associationName: string } & Partial<monitor.DataCollectionRuleAssociationArgs>,
      options: pulumi.CustomResourceOptions,
    ) =>
      new monitor.DataCollectionRuleAssociation(
        `dcra-${name}-${suffix}`,
        {
          resourceUri: machineId,
          ...(virtualMachine && { description: pulumi.interpolate`Machine ${virtualMachine.instanceId}` }),
          ...properties,
        },
        { parent: this, deleteBeforeReplace: true, ...options },
      );
    const before = [...extension, ...after, ...(virtualMachine ? [virtualMachine.resource] : [])];
    const endpoint =
      agent.endpointId === undefined
        ? []
        : // Azure accepts an endpoint only in an association of this name. Such an association cannot also contain the rule.
          [
            association(
              "endpoint",
              { associationName: "configurationAccessEndpoint", dataCollectionEndpointId: agent.endpointId },
              { dependsOn: before },
            ),
          ];
    const rule = association(
      "rule",
      { associationName: "qumulo-audit", dataCollectionRuleId: ruleId },
      // The rule's association depends on the endpoint's association, so the rule's association is deleted first. The machine
      // is drained before that, while its agent still has both associations.
      { dependsOn: [...before, ...endpoint], hooks: virtualMachine && { beforeDelete: [virtualMachine.drain] } },
    );
    this.associations = [rule, ...endpoint];
    this.registerOutputs({});
  }

  private install(name: string, { agent, context, machineName, virtualMachine, after = [] }: MachineAgentArgs) {
    const properties = extensionProperties(agent.version, agent.proxy);
    const options = {
      parent: this,
      deleteBeforeReplace: true,
      ignoreChanges: foreignTags(context.ignoreTags),
      // The agent's installer may take 15 minutes.
      customTimeouts: { create: "30m", update: "30m" },
      // Deleting the agent would lose the events that it has not sent. Azure also refuses to delete the agent from a
      // disconnected server, and a company policy may have taken over the agent.
      retainOnDelete: true,
    };
    // A machine can have only one extension of each type, and company policies install the agent under this name.
    const extensionName = "AzureMonitorLinuxAgent";
    if (virtualMachine === undefined)
      return new hybridcompute.MachineExtension(
        `${name}-agent`,
        { ...commonArguments(context), machineName, extensionName, properties },
        { ...options, dependsOn: [...after] },
      );
    const { resource, instanceId } = virtualMachine;
    return new compute.VirtualMachineExtension(
      `${name}-agent`,
      {
        ...commonArguments(context),
        vmName: machineName,
        vmExtensionName: extensionName,
        forceUpdateTag: instanceId,
        ...properties,
      },
      { ...options, dependsOn: [resource, ...after] },
    );
  }
}
