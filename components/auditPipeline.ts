import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { ArcServers, type ArcServersArgs } from "./arc/arcServers";
import type { MachineAgentArgs } from "./collection/machineAgent";
import { CollectionRule } from "./collection/rule";
import { AuditTable, type AuditTableArgs } from "./events/auditTable";
import { EventsFunctions } from "./events/eventsFunctions";
import type { EventsTable } from "./events/functions";
import type { NoiseFilter } from "./filter/noiseFilter";
import { machineHooks } from "./forwarder/drain/machineHooks";
import { Forwarders, type ForwardersArgs, machineName, machineNames } from "./forwarder/forwarders";
import { Network, type NetworkArgs } from "./network/network";
import type { ResourceContext } from "./resourceContext";
import { ResourceGroups } from "./resourceGroups";
import { resourceTypes } from "./resourceId";
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
    readonly network: Omit<NetworkArgs, "placement" | "zonal">;
    readonly forwarders: Omit<
      ForwardersArgs,
      "placement" | "dataPlacement" | "subnetId" | "securityGroupId" | "agent" | "hooks"
    >;
    /** Who installs the agent on them. */
    readonly agent: MachineAgentArgs["agent"];
  };
  /** Azure Resource Manager, to drain a machine before it is deleted. Undefined: it is deleted as it is. */
  readonly drainEndpoint?: string;
  readonly arc: Omit<ArcServersArgs, "placement" | "agent">;
  /** How agents reach Azure Monitor. */
  readonly collection: Pick<MachineAgentArgs, "version" | "endpointId" | "proxy">;
  readonly events: NoiseFilter & {
    /** Where events go. */
    readonly table: EventsTable;
    /** Plan of the table QumuloAudit_CL. */
    readonly plan: AuditTableArgs["plan"];
    /** Whether this stack owns the functions and the table QumuloAudit_CL of the workspace. */
    readonly functionOwner: boolean;
    /** Ids of machines whose events count as verified, besides this stack's own. */
    readonly forwarders: readonly string[];
  };
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
  /** Ids of the machines whose events are this stack's, also of those in Azure that are no longer there. */
  readonly forwarders: pulumi.Output<readonly string[]>;
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
    this.forwarders = ownMachines(name, groups.compute, this).apply((own) => [
      own,
      ...args.arc.servers.map(({ id }) => id),
    ]);
    const auditTable = this.createEvents(name, args, workspace);
    const rule = new CollectionRule(
      name,
      {
        placement: { ...groups.compute, location: workspace.location },
        workspaceId: workspace.id,
        endpointId: args.collection.endpointId,
        events: args.events,
        auditTable,
        after: workspace.first,
      },
      child,
    );
    const agent = { ...args.collection, ruleId: rule.id };
    const network = this.createMachines(name, args, groups, agent);
    const arc = new ArcServers(`${name}-arc`, { ...args.arc, placement: groups.compute, agent }, child);
    this.workspace = workspace;
    this.onboardingScript = arc.onboardingScript;
    this.reversePeerings = network?.reversePeerings ?? [];
    this.registerOutputs({});
  }

  /** Table and functions of the workspace, which one stack owns. */
  private createEvents(
    name: string,
    { events, workspace: settings }: AuditPipelineArgs,
    { workspaceName, resourceGroupName, provider, first }: Workspace,
  ): pulumi.Resource | undefined {
    if (!events.functionOwner) return undefined;
    const child = { parent: this, providers: provider ? [provider] : [] };
    const place = { workspaceName, resourceGroupName };
    const own = "existingId" in settings ? undefined : settings;
    const { table } = new AuditTable(
      name,
      { ...place, plan: events.plan, deleteOnDestroy: false, after: first, ...own },
      child,
    );
    const forwarders = this.forwarders.apply((own) => [...own, ...events.forwarders]);
    new EventsFunctions(name, { ...place, table: events.table, auditTable: table, forwarders }, child);
    return table;
  }

  private createMachines(
    name: string,
    { machines, drainEndpoint }: AuditPipelineArgs,
    groups: ResourceGroups,
    agent: Omit<ForwardersArgs["agent"], "agent">,
  ): Network | undefined {
    // Always: the engine asks for it when machines go that the settings no longer name.
    const hooks = machineHooks({
      resourceManager: drainEndpoint,
      machineNames: machineNames(name, machines?.forwarders.count ?? 0),
    });
    if (machines === undefined) return undefined;
    const { network: site, forwarders } = machines;
    const zonal = forwarders.zones.length > 0;
    const network = new Network(name, { ...site, placement: groups.compute, zonal }, { parent: this });
    new Forwarders(
      name,
      {
        ...forwarders,
        placement: groups.compute,
        dataPlacement: groups.data,
        subnetId: network.subnetId,
        securityGroupId: network.interfaceSecurityGroupId,
        agent: { ...agent, agent: machines.agent },
        hooks,
      },
      { parent: this },
    );
    return network;
  }
}

/** The ids of all forwarders that a stack has or had in Azure: they differ in their number alone. */
const ownMachines = (
  name: string,
  { resourceGroupName }: ResourceContext,
  parent: pulumi.Resource,
): pulumi.Output<string> => {
  const { subscriptionId } = authorization.getClientConfigOutput({ parent });
  return pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${resourceTypes.virtualMachine}/${machineName(name, "*")}`;
};

/** Whether the data group holds anything that destroy must leave. */
const keepsData = ({ workspace, machines }: AuditPipelineArgs): boolean =>
  ("deleteOnDestroy" in workspace && !workspace.deleteOnDestroy) || machines?.forwarders.deleteOnDestroy === false;
