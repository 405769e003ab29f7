import * as compute from "@pulumi/azure-native/compute";
import * as hybridcompute from "@pulumi/azure-native/hybridcompute";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { type AgentVersion, extensionProperties } from "./agentExtension";

export interface MachineAgentArgs {
  /** Region, group and tags of the machine. */
  readonly placement: ResourceContext;
  readonly machineName: string;
  /** Resource id of the machine. */
  readonly machineId: pulumi.Input<string>;
  /** The machine in Azure. Undefined: it is behind Arc. */
  readonly virtualMachine?: {
    readonly resource: pulumi.Resource;
    /** What is new whenever the machine is made anew: everything on it is then sent again. */
    readonly madeAs: pulumi.Input<string>;
    /** Drains the machine before its rule is taken from it. */
    readonly leave: pulumi.ResourceHook;
  };
  /** Who installs the agent: this stack, or a company policy. */
  readonly agent: "stack" | "policy";
  /** `auto`, or a pinned major.minor. */
  readonly version: AgentVersion;
  /** Resource id of the collection rule. */
  readonly ruleId: pulumi.Input<string>;
  /** Data collection endpoint for private ingestion. */
  readonly endpointId?: string;
  /** HTTP proxy of the agent. Example: `http://proxy.example.com:3128`. */
  readonly proxy?: string;
  /** What must be there before the agent is installed. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * The Azure Monitor Agent on one machine, in Azure or behind Arc, and its ties to the collection rule.
 *
 * Every child has `deleteBeforeReplace`: without it an interrupted replacement of one ends with a later `up` that
 * deletes the living one of the same id.
 */
export class MachineAgent extends pulumi.ComponentResource {
  /** The last step: with it the agent knows what to collect. */
  readonly associations: readonly pulumi.Resource[];

  constructor(name: string, args: MachineAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:collection:MachineAgent", name, {}, opts);
    const { virtualMachine } = args;
    const extension = args.agent === "stack" ? [this.install(name, args)] : [];
    const association = (
      suffix: string,
      properties: { associationName: string } & Partial<monitor.DataCollectionRuleAssociationArgs>,
      options: pulumi.CustomResourceOptions,
    ) =>
      new monitor.DataCollectionRuleAssociation(
        `dcra-${name}-${suffix}`,
        {
          resourceUri: args.machineId,
          ...(virtualMachine && { description: pulumi.interpolate`Machine ${virtualMachine.madeAs}` }),
          ...properties,
        },
        { parent: this, deleteBeforeReplace: true, ...options },
      );
    const before = [...extension, ...(args.after ?? []), ...(virtualMachine ? [virtualMachine.resource] : [])];
    const endpoint =
      args.endpointId === undefined
        ? []
        : // Azure takes the endpoint under this name only, and never beside a rule.
          [
            association(
              "endpoint",
              { associationName: "configurationAccessEndpoint", dataCollectionEndpointId: args.endpointId },
              { dependsOn: before },
            ),
          ];
    const rule = association(
      "rule",
      { associationName: "qumulo-audit", dataCollectionRuleId: args.ruleId },
      // Behind the endpoint, so that the machine is drained while its agent still has both.
      { dependsOn: [...before, ...endpoint], hooks: virtualMachine && { beforeDelete: [virtualMachine.leave] } },
    );
    this.associations = [rule, ...endpoint];
    this.registerOutputs({});
  }

  private install(name: string, args: MachineAgentArgs): pulumi.Resource {
    const properties = extensionProperties(args.version, args.proxy);
    const { placement, machineName, virtualMachine, after = [] } = args;
    const options = {
      parent: this,
      deleteBeforeReplace: true,
      ignoreChanges: foreignTags(placement),
      // The agent's own installer gives itself 15 minutes.
      customTimeouts: { create: "30m", update: "30m" },
      // With an agent goes what it has not sent; Azure takes none from a server that is away, and it may be another's now.
      retainOnDelete: true,
    };
    // One extension a machine and handler: company policy uses this very name.
    const extensionName = "AzureMonitorLinuxAgent";
    if (virtualMachine === undefined)
      return new hybridcompute.MachineExtension(
        `${name}-agent`,
        { ...commonArguments(placement), machineName, extensionName, properties },
        { ...options, dependsOn: [...after] },
      );
    const { resource, madeAs } = virtualMachine;
    return new compute.VirtualMachineExtension(
      `${name}-agent`,
      {
        ...commonArguments(placement),
        vmName: machineName,
        vmExtensionName: extensionName,
        forceUpdateTag: madeAs,
        ...properties,
      },
      { ...options, dependsOn: [resource, ...after] },
    );
  }
}
