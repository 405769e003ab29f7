import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import type { EventsTable } from "../events/functions";
import type { NoiseFilter } from "../filter/noiseFilter";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { syslogContract } from "../syslogContract";
import { dataFlows } from "./dataFlows";

export interface CollectionRuleArgs {
  /** Must name the workspace's region: a rule lies where its workspace lies. */
  readonly placement: ResourceContext;
  /** Resource id of the workspace. */
  readonly workspaceId: pulumi.Input<string>;
  /** Where events go, and which of them. */
  readonly events: NoiseFilter & { readonly table: EventsTable };
  /** The table QumuloAudit_CL, where this stack makes it. A rule into a table that is not there is refused. */
  readonly auditTable?: pulumi.Resource;
  /** What must be there before it. */
  readonly after: readonly pulumi.Resource[];
  /** Data collection endpoint for private ingestion. Default: the public one. */
  readonly endpointId?: string;
}

/**
 * The data collection rule: which lines of the agent go to which table. Only the facility and level that the forwarder
 * gives its events, so that nothing else of the machine is collected and paid for.
 */
export class CollectionRule extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: CollectionRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:collection:CollectionRule", name, {}, opts);
    const rule = new monitor.DataCollectionRule(
      `dcr-${name}`,
      {
        ...commonArguments(args.placement),
        kind: "Linux",
        description: "Audit events of Qumulo clusters, as the forwarders label them",
        dataCollectionEndpointId: args.endpointId,
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
        destinations: { logAnalytics: [{ name: "workspace", workspaceResourceId: args.workspaceId }] },
        dataFlows: dataFlows(args.events),
      },
      // Azure refuses another kind in place.
      {
        parent: this,
        dependsOn: [
          ...args.after,
          ...(args.auditTable === undefined || args.events.table === "syslog" ? [] : [args.auditTable]),
        ],
        replaceOnChanges: ["kind"],
        ignoreChanges: foreignTags(args.placement),
      },
    );
    this.id = rule.id;
    this.registerOutputs({ id: this.id });
  }
}
