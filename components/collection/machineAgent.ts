import * as compute from "@pulumi/azure-native/compute";
import * as hybridcompute from "@pulumi/azure-native/hybridcompute";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { foreignTags, type Placement, placed } from "../placement";
import { type AgentVersion, extensionProperties } from "./agentExtension";

export interface MachineAgentArgs {
  /** Region, group and tags of the machine. */
  readonly placement: Placement;
  /** What kind of machine it is. */
  readonly kind: "azure" | "arc";
  readonly machineName: pulumi.Input<string>;
  /** Resource id of the machine. */
  readonly machineId: pulumi.Input<string>;
  /** `present` where company policy installs the agent. */
  readonly agent: "install" | "present";
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
 * Every child has `deleteBeforeReplace`: without it an interrupted replacement of the machine ends with a later `up`
 * that deletes the living child of the same id.
 */
export class MachineAgent extends pulumi.ComponentResource {
  /** The last step: with it the agent knows what to collect. */
  readonly associations: readonly pulumi.Resource[];

  constructor(name: string, args: MachineAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:collection:MachineAgent", name, {}, opts);
    const child = { parent: this, deleteBeforeReplace: true } as const;
    const extension = args.agent === "install" ? [this.install(name, args)] : [];
    const association = (
      suffix: string,
      properties: { associationName: string } & Partial<monitor.DataCollectionRuleAssociationArgs>,
    ) =>
      new monitor.DataCollectionRuleAssociation(
        `dcra-${name}-${suffix}`,
        { resourceUri: args.machineId, ...properties },
        { ...child, dependsOn: [...extension, ...(args.after ?? [])] },
      );
    const rule = association("rule", { associationName: "qumulo-audit", dataCollectionRuleId: args.ruleId });
    const endpoint =
      args.endpointId === undefined
        ? []
        : // Azure takes the endpoint under this name only, and never beside a rule.
          [
            association("endpoint", {
              associationName: "configurationAccessEndpoint",
              dataCollectionEndpointId: args.endpointId,
            }),
          ];
    this.associations = [rule, ...endpoint];
    this.registerOutputs({});
  }

  private install(name: string, args: MachineAgentArgs): pulumi.Resource {
    const properties = extensionProperties(args.version, args.proxy);
    const options = {
      parent: this,
      deleteBeforeReplace: true,
      dependsOn: [...(args.after ?? [])],
      ignoreChanges: foreignTags(args.placement),
      // The agent's own installer gives itself 15 minutes.
      customTimeouts: { create: "30m", update: "30m" },
    };
    // One extension a machine and handler: company policy uses this very name.
    const extensionName = "AzureMonitorLinuxAgent";
    return args.kind === "azure"
      ? new compute.VirtualMachineExtension(
          `${name}-agent`,
          { ...placed(args.placement), vmName: args.machineName, vmExtensionName: extensionName, ...properties },
          options,
        )
      : new hybridcompute.MachineExtension(
          `${name}-agent`,
          { ...placed(args.placement), machineName: args.machineName, extensionName, properties },
          // Azure takes no extension from a server that is away, and others may use the agent of one that stays.
          { ...options, retainOnDelete: true },
        );
  }
}
