import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { resourceId, resourceTypes } from "../resourceId";
import { syslogRetentionTemplate } from "./retention";

/** A workspace of our own. */
export interface NewWorkspace {
  /** Days that rows can be queried at once, 30 to 730. Example: 90. */
  readonly retentionInDays: number;
  /** Days that rows of Syslog are kept in all. Example: 400, a little over the year that audits look back. */
  readonly totalRetentionInDays: number;
  /** GB a day after which everything more is dropped. Default: no cap. */
  readonly dailyCapGb?: number;
  /** Takes events over the public endpoint too. Otherwise only through an Azure Monitor Private Link Scope. */
  readonly publicIngestion: boolean;
  /** Answers queries over the public endpoint too. Otherwise only through such a scope. */
  readonly publicQuery: boolean;
  /** Lets destroy delete the workspace with its events. */
  readonly deleteOnDestroy: boolean;
}

/** A workspace that exists and is only read. */
export interface ExistingWorkspace {
  /** Its resource id, in any subscription, group and region. */
  readonly existingId: string;
  /** Provider for its subscription, where that is not the stack's own. */
  readonly provider?: pulumi.ProviderResource;
}

export interface WorkspaceArgs {
  /** Data group: what must outlive the machines. */
  readonly placement: ResourceContext;
  readonly workspace: NewWorkspace | ExistingWorkspace;
}

/**
 * The Log Analytics workspace that holds the events: a new one, protected against deletion, or an existing one that is
 * left as it is.
 *
 * Cost: ingestion by the GB; 31 days of retention are free of charge, later days cost by GB and month.
 */
export class Workspace extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;
  /** The GUID that query tools call workspace id. */
  readonly customerId: pulumi.Output<string>;
  readonly workspaceName: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
  /** The collection rule must lie in this region. */
  readonly location: pulumi.Output<string>;
  /** What must be there before anything else is made in the workspace. */
  readonly first: readonly pulumi.Resource[];
  /** Provider that children of the workspace need. */
  readonly provider: pulumi.ProviderResource | undefined;

  constructor(name: string, args: WorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:workspace:Workspace", name, {}, opts);
    if ("existingId" in args.workspace) {
      const { existingId, provider } = args.workspace;
      const { resourceGroupName, name: workspaceName } = resourceId(existingId, resourceTypes.workspace);
      const found = operationalinsights.getWorkspaceOutput(
        { resourceGroupName, workspaceName },
        { parent: this, provider },
      );
      this.id = pulumi.output(existingId);
      this.customerId = found.customerId;
      this.workspaceName = pulumi.output(workspaceName);
      this.resourceGroupName = pulumi.output(resourceGroupName);
      this.location = found.location;
      this.provider = provider;
      this.first = [];
    } else {
      const { workspace, retention } = this.create(name, args.placement, args.workspace);
      this.first = [retention];
      this.id = workspace.id;
      this.customerId = workspace.customerId;
      this.workspaceName = workspace.name;
      this.resourceGroupName = pulumi.output(args.placement.resourceGroupName);
      this.location = pulumi.output(args.placement.location);
      this.provider = undefined;
    }
    this.registerOutputs({ id: this.id, customerId: this.customerId });
  }

  private create(
    name: string,
    placement: ResourceContext,
    settings: NewWorkspace,
  ): { workspace: operationalinsights.Workspace; retention: pulumi.Resource } {
    const { retentionInDays, totalRetentionInDays, dailyCapGb, publicIngestion, publicQuery, deleteOnDestroy } =
      settings;
    // The name of a deleted workspace stays reserved for 14 days.
    const suffix = new random.RandomString(
      `${name}-suffix`,
      { length: 6, special: false, upper: false },
      { parent: this },
    );
    const workspace = new operationalinsights.Workspace(
      `log-${name}`,
      {
        ...commonArguments(placement),
        workspaceName: pulumi.interpolate`log-${name}-${suffix.result}`,
        sku: { name: "PerGB2018" },
        retentionInDays,
        // Always sent, because a cap that is left out may stay. -1 is none: learn.microsoft.com/azure/azure-monitor/logs/daily-cap.
        workspaceCapping: { dailyQuotaGb: dailyCapGb ?? -1 },
        features: {
          // The agent signs in with Entra ID; workspace keys would let anyone who has one write evidence.
          disableLocalAuth: true,
          // Otherwise every reader of a forwarder machine may read all its audit rows.
          enableLogAccessUsingOnlyResourcePermissions: false,
        },
        // Always sent, because what is left out may stay.
        publicNetworkAccessForIngestion: access(publicIngestion),
        publicNetworkAccessForQuery: access(publicQuery),
      },
      {
        parent: this,
        protect: !deleteOnDestroy,
        retainOnDelete: !deleteOnDestroy,
        ignoreChanges: foreignTags(placement),
      },
    );
    // First of all that is made in it: a deployment takes its time, and a new workspace needs some before it is active.
    const retention = new resources.Deployment(
      `${name}-retention`,
      {
        resourceGroupName: placement.resourceGroupName,
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
        // Who read the evidence: table LAQueryLogs.
        logs: [{ category: "Audit", enabled: true }],
      },
      { parent: this, dependsOn: retention },
    );
    return { workspace, retention };
  }
}

const access = (isPublic: boolean) => (isPublic ? "Enabled" : "Disabled");
