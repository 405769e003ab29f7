import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { type EventsTable, functions } from "./functions";

export interface EventsFunctionsArgs {
  /** The table QumuloAudit_CL: a function over a table that is not there is refused. */
  readonly auditTable: pulumi.Resource;
  /** Where the rule puts events. Example: `syslog`. */
  readonly table: EventsTable;
  readonly workspaceName: pulumi.Input<string>;
  /** Group of the workspace. */
  readonly resourceGroupName: pulumi.Input<string>;
}

/**
 * The saved functions of a workspace that read events.
 *
 * Generic resources, because the typed one has no etag input: without `etag: "*"` Azure answers the second `up` with
 * 409 (Azure/bicep-types-az, issue 1548).
 */
export class EventsFunctions extends pulumi.ComponentResource {
  constructor(name: string, args: EventsFunctionsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:events:EventsFunctions", name, {}, opts);
    // One after the other: each calls functions before it, and the first reads the table.
    let before = args.auditTable;
    for (const { name: alias, query, parameters } of functions(args.table)) {
      before = new resources.Resource(
        `${name}-${alias.toLowerCase()}`,
        {
          resourceGroupName: args.resourceGroupName,
          resourceProviderNamespace: "Microsoft.OperationalInsights",
          parentResourcePath: pulumi.interpolate`workspaces/${args.workspaceName}`,
          resourceType: "savedSearches",
          // In lower case, because Azure gives the id back that way.
          resourceName: alias.toLowerCase(),
          apiVersion: "2023-09-01",
          properties: {
            etag: "*",
            category: "Qumulo audit",
            displayName: alias,
            functionAlias: alias,
            functionParameters: parameters,
            query,
            version: 2,
          },
        },
        { parent: this, dependsOn: before },
      );
    }
    this.registerOutputs({});
  }
}
