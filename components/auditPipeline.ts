import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { ActionGroups, type ActionGroupsArgs } from "./alerts/actionGroups";
import { AlertRules } from "./alerts/alertRules";
import { ArcServers, type ArcSettings } from "./arc/arcServers";
import { CollectionRule } from "./collection/rule";
import type { Rule } from "./detections/rules";
import type { AuditTableArgs } from "./events/auditTable";
import type { EventsTable } from "./events/functions";
import type { NoiseFilter } from "./filter/noiseFilter";
import { machineHooks } from "./forwarder/drain/machineHooks";
import { type ForwarderSettings, Forwarders, machineName, machineNames } from "./forwarder/forwarders";
import { Network, type NetworkSettings } from "./network/network";
import type { ResourceContext } from "./resourceContext";
import { ResourceGroups } from "./resourceGroups";
import { resourceTypes } from "./resourceId";
import { Workspace, type WorkspaceArgs } from "./workspace/workspace";
import { WorkspaceContents } from "./workspace/workspaceContents";

export interface AuditPipelineArgs {
  /** Region of all new resources. Example: `westeurope`. */
  readonly location: string;
  /** Existing resource group for all resources. Default: a data group and a compute group are created. */
  readonly resourceGroup?: string;
  /** Tags for all resources that support tags. Example: `{ CostCenter: "42" }`. */
  readonly tags: Readonly<Record<string, string>>;
  /** Names of tags that company policy adds and that therefore do not count as drift. */
  readonly ignoreTags: readonly string[];
  readonly workspace: WorkspaceArgs["workspace"];
  /** Forwarder machines in Azure and their network. Undefined if all clusters send to Arc servers. */
  readonly machines?: { readonly network: NetworkSettings; readonly forwarders: ForwarderSettings };
  /**
   * Azure Resource Manager endpoint through which each machine is drained before it is deleted. Default: machines are
   * deleted without draining and resized without a check.
   * Example: `https://management.azure.com`.
   */
  readonly drainEndpoint?: string;
  readonly arc: ArcSettings;
  /** Resource id of the data collection endpoint for private ingestion. Default: the public endpoint. */
  readonly collectionEndpointId?: string;
  readonly events: {
    /** Which events are stored. */
    readonly filter: NoiseFilter;
    /** Table that events are stored in. Example: `syslog`. */
    readonly table: EventsTable;
    /** QumuloAudit_CL's table plan. */
    readonly plan: AuditTableArgs["plan"];
    /** Whether this stack owns the workspace's functions and the table QumuloAudit_CL. */
    readonly functionOwner: boolean;
    /** Ids of other stacks' machines. This stack's functions trust these machines' sender checks, too. */
    readonly forwarders: readonly string[];
  };
  /** The alert rules, and who gets their alerts. Undefined if there are no rules. */
  readonly alerts?: {
    readonly rules: readonly Rule[];
    /** Who gets the alerts of each severity. Undefined if nobody is notified; alerts are recorded anyway. */
    readonly recipients?: ActionGroupsArgs["recipients"];
  };
}

/**
 * The whole audit pipeline: network, endpoint, machines, Arc servers, collection rule, workspace, functions and alert rules.
 *
 * Example: `new AuditPipeline("qumulo-prod", pipelineArgs(settings, context))`.
 */
export class AuditPipeline extends pulumi.ComponentResource {
  readonly workspace: Workspace;
  /** Script that turns a server outside Azure into a forwarder. */
  readonly onboardingScript: pulumi.Output<string>;
  /**
   * The machines that forward this stack's events: a pattern for the ids of the Azure machines that the stack has or ever
   * had, and the ids of its Arc servers.
   */
  readonly forwarders: pulumi.Output<readonly string[]>;
  /** One command for each peering whose other side the other VNet's owner creates. */
  readonly reversePeerings: readonly pulumi.Output<string>[];

  constructor(name: string, args: AuditPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:index:AuditPipeline", name, {}, opts);
    const { location, tags, ignoreTags, events, arc, collectionEndpointId: endpointId } = args;
    const child = { parent: this };
    const groups = new ResourceGroups(
      name,
      { location, tags, ignoreTags, existing: args.resourceGroup, protectData: keepsData(args) },
      child,
    );

    // Resources are created against the flow of events, starting with the workspace and ending with the endpoint, because
    // each hop needs the one it sends to.
    this.workspace = new Workspace(name, { context: groups.data, workspace: args.workspace }, child);
    const workspace = this.workspace.reference;
    this.forwarders = ownMachines(name, groups.compute, this).apply((own) => [own, ...arc.servers.map(({ id }) => id)]);
    const { auditTable } = this.createContents(name, args);
    const { id: ruleId } = new CollectionRule(
      name,
      { context: groups.compute, workspace, table: events.table, filter: events.filter, auditTable, endpointId },
      child,
    );
    this.createAlerts(name, args, groups.compute, auditTable);
    const network = this.createMachines(name, args, groups, ruleId);
    const arcServers = new ArcServers(`${name}-arc`, { settings: arc, context: groups.compute, ruleId }, child);
    this.onboardingScript = arcServers.onboardingScript;
    this.reversePeerings = network?.reversePeerings ?? [];
    this.registerOutputs({});
  }

  private createContents(name: string, { events, workspace }: AuditPipelineArgs): WorkspaceContents {
    const created = "existingId" in workspace ? undefined : workspace;
    const owned = {
      table: events.table,
      plan: events.plan,
      forwarders: this.trusted(events),
      retentionInDays: created?.retentionInDays,
      totalRetentionInDays: created?.totalRetentionInDays,
      deleteOnDestroy: created?.deleteOnDestroy ?? false,
    };
    return new WorkspaceContents(
      name,
      { workspace: this.workspace.reference, events: events.functionOwner ? owned : undefined },
      { parent: this },
    );
  }

  /** Returns the ids of the machines whose sender checks this stack trusts. */
  private trusted = ({ forwarders }: AuditPipelineArgs["events"]): pulumi.Output<string[]> =>
    this.forwarders.apply((own) => [...own, ...forwarders]);

  private createAlerts(
    name: string,
    { alerts, events }: AuditPipelineArgs,
    context: ResourceContext,
    auditTable: pulumi.Resource | undefined,
  ): void {
    if (alerts === undefined) return;
    const { rules, recipients } = alerts;
    const groups =
      recipients === undefined ? undefined : new ActionGroups(name, { context, recipients }, { parent: this });
    new AlertRules(
      name,
      {
        context,
        workspace: this.workspace.reference,
        rules,
        table: events.table,
        auditTable,
        forwarders: this.trusted(events),
        actionGroups: groups?.ids,
      },
      { parent: this },
    );
  }

  private createMachines(
    name: string,
    { machines, drainEndpoint }: AuditPipelineArgs,
    groups: ResourceGroups,
    ruleId: pulumi.Input<string>,
  ): Network | undefined {
    // The hooks are created even if the settings have no machines: if an `up` deletes a stack's last machines, the engine
    // calls the hooks for them.
    const hooks = machineHooks({
      resourceManager: drainEndpoint,
      machineNames: machineNames(name, machines?.forwarders.count ?? 0),
    });
    if (machines === undefined) return undefined;
    const network = new Network(
      name,
      { settings: machines.network, context: groups.compute, zonal: machines.forwarders.zones.length > 0 },
      { parent: this },
    );
    new Forwarders(
      name,
      {
        settings: machines.forwarders,
        context: groups.compute,
        dataContext: groups.data,
        subnetId: network.subnetId,
        securityGroupId: network.interfaceSecurityGroupId,
        ruleId,
        hooks,
      },
      { parent: this },
    );
    return network;
  }
}

/**
 * Returns a pattern that matches the ids of all Azure machines that the stack has or ever had. These ids differ only in
 * the number at the end.
 */
const ownMachines = (
  name: string,
  { resourceGroupName }: ResourceContext,
  parent: pulumi.Resource,
): pulumi.Output<string> => {
  const { subscriptionId } = authorization.getClientConfigOutput({ parent });
  return pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${resourceTypes.virtualMachine}/${machineName(name, "*")}`;
};

/** Whether the data group contains anything that `destroy` must keep. */
const keepsData = ({ workspace, machines }: AuditPipelineArgs): boolean =>
  ("deleteOnDestroy" in workspace && !workspace.deleteOnDestroy) || machines?.forwarders.deleteOnDestroy === false;
