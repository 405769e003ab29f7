import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import type { EventsTable } from "../events/functions";
import type { NoiseFilter } from "../filter/noiseFilter";
import { foreignTags, type ResourceContext } from "../resourceContext";
import { syslogContract } from "../syslogContract";
import type { WorkspaceReference } from "../workspace/workspaceReference";
import { dataFlows } from "./dataFlows";

export interface CollectionRuleArgs {
  /** Group and tags of the rule. The rule's region is always the workspace's. */
  readonly context: ResourceContext;
  readonly workspace: WorkspaceReference;
  /** Table that events are stored in. Example: `syslog`. */
  readonly table: EventsTable;
  /** Which events are stored. */
  readonly filter: NoiseFilter;
  /** The table QumuloAudit_CL, if this stack creates it. Azure refuses a rule that sends to a table that does not exist. */
  readonly auditTable?: pulumi.Resource;
  /** Resource id of the data collection endpoint for private ingestion. Default: the public endpoint. */
  readonly endpointId?: string;
}

/**
 * The data collection rule. The rule collects only the facility and level that the forwarders set for events, so that none of
 * the machines' other logs are stored and billed.
 */
export class CollectionRule extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: CollectionRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:collection:CollectionRule", name, {}, opts);
    const { context, workspace, table, filter, auditTable, endpointId } = args;
    const rule = new monitor.DataCollectionRule(
      `dcr-${name}`,
      {
        location: workspace.location,
        resourceGroupName: context.resourceGroupName,
        tags: context.tags,
        kind: "Linux",
        description: "Audit events of Qumulo clusters, as the forwarders label them",
        dataCollectionEndpointId: endpointId,
        dataSources: {
          syslog: [
            {
              name: "qumuloAudit",
              streams: [syslogContract.stream],
              facilityNames: [syslogContract.facility.name],
              logLevels: [syslogContract.level.name],
            },
          ],
        },
        destinations: { logAnalytics: [{ name: "workspace", workspaceResourceId: workspace.id }] },
        dataFlows: dataFlows(table, filter),
      },
      {
        parent: this,
        dependsOn: [...workspace.readyAfter, ...(auditTable === undefined || table === "syslog" ? [] : [auditTable])],
        // Azure refuses to change a rule's kind.
        replaceOnChanges: ["kind"],
        ignoreChanges: foreignTags(context.ignoreTags),
      },
    );
    this.id = rule.id;
    this.registerOutputs({ id: this.id });
  }
}
