import * as pulumi from "@pulumi/pulumi";
import { ArcServers, type ArcServersArgs } from "./arc/arcServers";
import type { MachineAgentArgs } from "./collection/machineAgent";
import { CollectionRule } from "./collection/rule";
import { EventsFunction } from "./events/eventsFunction";
import { Forwarders, type ForwardersArgs } from "./forwarder/forwarders";
import { Network, type NetworkArgs } from "./network/network";
import { ResourceGroups } from "./resourceGroups";
import { Workspace, type WorkspaceArgs } from "./workspace/workspace";

export interface AuditPipelineArgs {
  /** Region of everything that is made. Example: `westeurope`. */
  readonly location: string;
  /** Resource group that exists. Default: a data group and a compute group are made. */
  readonly resourceGroup?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Tags of company policy, which do not count as drift. */
  readonly ignoreTags: readonly string[];
  readonly workspace: WorkspaceArgs["workspace"];
  /** Forwarder machines in Azure with their network. Default: none, with Arc servers only. */
  readonly machines?: {
    readonly network: Omit<NetworkArgs, "placement" | "zonal" | "port">;
    readonly forwarders: Omit<ForwardersArgs, "placement" | "dataPlacement" | "subnetId" | "securityGroupId" | "agent">;
    /** Who installs the agent on them. */
    readonly agent: MachineAgentArgs["agent"];
  };
  readonly arc: Omit<ArcServersArgs, "placement" | "agent">;
  /** How agents reach Azure Monitor. */
  readonly collection: Pick<MachineAgentArgs, "version" | "endpointId" | "proxy">;
  /** Whether this stack owns the function of the workspace. */
  readonly functionOwner: boolean;
}

/**
 * The road of an audit event: network and endpoint, forwarders or Arc servers, collection rule, workspace, function.
 *
 * Example: `new AuditPipeline("qumulo-prod", pipelineArgs(settings))`.
 */
export class AuditPipeline extends pulumi.ComponentResource {
  readonly workspace: Workspace;
  /** Script for a server outside Azure. */
  readonly onboardingScript: pulumi.Output<string>;
  /** Commands for the owners of peered VNets. */
  readonly reversePeerings: readonly pulumi.Output<string>[];

  constructor(name: string, args: AuditPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:index:AuditPipeline", name, {}, opts);
    const child = { parent: this };
    const groups = new ResourceGroups(
      name,
      { ...args, existing: args.resourceGroup, protectData: keepsData(args) },
      child,
    );

    // From the table backwards: each hop needs the one behind it.
    const workspace = new Workspace(name, { placement: groups.data, workspace: args.workspace }, child);
    const rule = new CollectionRule(
      name,
      {
        placement: { ...groups.compute, location: workspace.location },
        workspaceId: workspace.id,
        endpointId: args.collection.endpointId,
      },
      child,
    );
    const agent = { ...args.collection, ruleId: rule.id };
    const network = this.createMachines(name, args, groups, agent);
    const arc = new ArcServers(`${name}-arc`, { ...args.arc, placement: groups.compute, agent }, child);
    if (args.functionOwner) {
      const { workspaceName, resourceGroupName, provider } = workspace;
      new EventsFunction(
        name,
        { workspaceName, resourceGroupName },
        { ...child, providers: provider ? [provider] : [] },
      );
    }

    this.workspace = workspace;
    this.onboardingScript = arc.onboardingScript;
    this.reversePeerings = network?.reversePeerings ?? [];
    this.registerOutputs({});
  }

  private createMachines(
    name: string,
    { machines }: AuditPipelineArgs,
    groups: ResourceGroups,
    agent: Omit<ForwardersArgs["agent"], "agent">,
  ): Network | undefined {
    if (machines === undefined) return undefined;
    const { network: site, forwarders } = machines;
    const zonal = forwarders.zones.length > 0;
    const network = new Network(
      name,
      { ...site, placement: groups.compute, port: forwarders.port, zonal },
      { parent: this },
    );
    new Forwarders(
      name,
      {
        ...forwarders,
        placement: groups.compute,
        dataPlacement: groups.data,
        subnetId: network.subnetId,
        securityGroupId: network.interfaceSecurityGroupId,
        agent: { ...agent, agent: machines.agent },
      },
      { parent: this },
    );
    return network;
  }
}

/** Whether the data group holds anything that destroy must leave. */
const keepsData = ({ workspace, machines }: AuditPipelineArgs): boolean =>
  ("deleteOnDestroy" in workspace && !workspace.deleteOnDestroy) || machines?.forwarders.deleteOnDestroy === false;
