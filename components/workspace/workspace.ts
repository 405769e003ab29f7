import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { resourceId, resourceTypes } from "../resourceId";
import { syslogRetentionTemplate } from "./retention";
import type { WorkspaceReference } from "./workspaceReference";

/** A workspace that the stack creates. */
export interface NewWorkspace {
  /** Number of days for which rows can be queried, 30 to 730. Example: 90. */
  readonly retentionInDays: number;
  /** Number of days for which Syslog rows are kept in total. Example: 400, which exceeds the year that audits cover. */
  readonly totalRetentionInDays: number;
  /** Ingested GB per day after which Azure drops all further rows until the next day. Default: no cap. */
  readonly dailyCapGb?: number;
  /**
   * Whether events may arrive over the public endpoint. Otherwise, events can arrive only through an Azure Monitor Private
   * Link Scope.
   */
  readonly publicIngestion: boolean;
  /** Whether queries may use the public endpoint. Otherwise, queries are possible only through an Azure Monitor Private Link Scope. */
  readonly publicQuery: boolean;
  /** Lets `destroy` delete the workspace with its events. */
  readonly deleteOnDestroy: boolean;
}

/** An existing workspace, whose settings the stack does not change. */
export interface ExistingWorkspace {
  /** Resource id. The workspace may be in another subscription, group and region. */
  readonly existingId: string;
  /** Provider for the workspace's subscription. Default: the stack's own provider. */
  readonly provider?: pulumi.ProviderResource;
}

export interface WorkspaceArgs {
  /** The data group's name, region and tags, for a new workspace. */
  readonly context: ResourceContext;
  readonly workspace: NewWorkspace | ExistingWorkspace;
}

/**
 * The Log Analytics workspace that stores the events: a new one, which is protected against deletion unless
 * `deleteOnDestroy` is set, or an existing one, whose settings stay unchanged.
 *
 * Cost: ingestion is billed per GB. Retention is free for 31 days; longer retention is billed per GB and month.
 */
export class Workspace extends pulumi.ComponentResource {
  readonly reference: WorkspaceReference;
  /** The GUID that query tools call the workspace id. */
  readonly customerId: pulumi.Output<string>;

  constructor(name: string, args: WorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:workspace:Workspace", name, {}, opts);
    if ("existingId" in args.workspace) {
      const { existingId, provider } = args.workspace;
      const { resourceGroupName, name: workspaceName } = resourceId(existingId, resourceTypes.workspace);
      const found = operationalinsights.getWorkspaceOutput(
        { resourceGroupName, workspaceName },
        { parent: this, provider },
      );
      this.customerId = found.customerId;
      this.reference = {
        id: pulumi.output(existingId),
        name: pulumi.output(workspaceName),
        resourceGroupName: pulumi.output(resourceGroupName),
        location: found.location,
        provider,
        readyAfter: [],
      };
    } else {
      const { workspace, retention } = this.create(name, args.context, args.workspace);
      this.customerId = workspace.customerId;
      this.reference = {
        id: workspace.id,
        name: workspace.name,
        resourceGroupName: pulumi.output(args.context.resourceGroupName),
        location: pulumi.output(args.context.location),
        provider: undefined,
        readyAfter: [retention],
      };
    }
    this.registerOutputs({ id: this.reference.id, customerId: this.customerId });
  }

  private create(
    name: string,
    context: ResourceContext,
    settings: NewWorkspace,
  ): { workspace: operationalinsights.Workspace; retention: pulumi.Resource } {
    const { retentionInDays, totalRetentionInDays, dailyCapGb, publicIngestion, publicQuery, deleteOnDestroy } =
      settings;
    // A random suffix, because a deleted workspace's name stays reserved for 14 days.
    const suffix = new random.RandomString(
      `${name}-suffix`,
      { length: 6, special: false, upper: false },
      { parent: this },
    );
    const workspace = new operationalinsights.Workspace(
      `log-${name}`,
      {
        ...commonArguments(context),
        workspaceName: pulumi.interpolate`log-${name}-${suffix.result}`,
        sku: { name: "PerGB2018" },
        retentionInDays,
        // The cap is always sent, because Azure may keep the old cap if a request omits it. -1 means no cap. Source:
        // learn.microsoft.com/azure/azure-monitor/logs/daily-cap.
        workspaceCapping: { dailyQuotaGb: dailyCapGb ?? -1 },
        features: {
          // Disables the workspace's keys: anyone who has a key could write events. The agent signs in with Entra ID.
          disableLocalAuth: true,
          // With resource permissions enabled, everyone with read access to a forwarder machine could query all rows that
          // the machine has sent.
          enableLogAccessUsingOnlyResourcePermissions: false,
        },
        // Both access properties are always sent, because Azure may keep the old values if a request omits them.
        publicNetworkAccessForIngestion: access(publicIngestion),
        publicNetworkAccessForQuery: access(publicQuery),
      },
      {
        parent: this,
        protect: !deleteOnDestroy,
        retainOnDelete: !deleteOnDestroy,
        ignoreChanges: foreignTags(context.ignoreTags),
      },
    );
    // Everything else in the workspace waits for this deployment, because a new workspace needs some time to become active.
    const retention = new resources.Deployment(
      `${name}-retention`,
      {
        resourceGroupName: context.resourceGroupName,
        properties: {
          mode: "Incremental",
          template: workspace.name.apply((workspaceName) =>
            syslogRetentionTemplate({ workspaceName, retentionInDays, totalRetentionInDays }),
          ),
        },
      },
      { parent: this },
    );
    new monitor.DiagnosticSetting(
      `${name}-queries`,
      {
        name: "query-audit",
        resourceUri: workspace.id,
        workspaceId: workspace.id,
        // The table LAQueryLogs records who has queried the events.
        logs: [{ category: "Audit", enabled: true }],
      },
      { parent: this, dependsOn: retention },
    );
    return { workspace, retention };
  }
}

const access = (isPublic: boolean) => (isPublic ? "Enabled" : "Disabled");
