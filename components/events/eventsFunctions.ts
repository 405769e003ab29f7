import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import { type EventsTable, functions } from "./functions";

export interface EventsFunctionsArgs {
  /** The table QumuloAudit_CL: a function over a table that is not there is refused. */
  readonly auditTable: pulumi.Resource;
  /** Where the rule puts events. Example: `syslog`. */
  readonly table: EventsTable;
  /** Ids of the machines whose events can be verified. Example: `…/virtualMachines/vm-qumulo-prod-*`. */
  readonly forwarders: pulumi.Input<readonly string[]>;
  readonly workspaceName: pulumi.Input<string>;
  /** Group of the workspace. */
  readonly resourceGroupName: pulumi.Input<string>;
}

/**
 * The saved functions of a workspace that read events.
 *
 * A change makes a function anew, delete before create: an update would need an etag (Azure/bicep-types-az, issue 1548),
 * for which the type has no input, and a generic resource, which would send one, is looked for under an API version that
 * saved searches do not have before it is created. azurerm_log_analytics_saved_search of Terraform does the same. An
 * alert rule that runs in the second without a function tries again at its next turn; the other functions stay.
 */
export class EventsFunctions extends pulumi.ComponentResource {
  constructor(name: string, args: EventsFunctionsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:events:EventsFunctions", name, {}, opts);
    // One after the other: each calls functions before it, and the first reads the table.
    let before = args.auditTable;
    for (const { name: alias, parameters } of functions(args.table, [])) {
      const query = pulumi
        .output(args.forwarders)
        .apply((ids) => functions(args.table, ids).find(({ name: one }) => one === alias)?.query ?? "");
      before = new operationalinsights.SavedSearch(
        `${name}-${alias.toLowerCase()}`,
        {
          resourceGroupName: args.resourceGroupName,
          workspaceName: args.workspaceName,
          // In lower case, because Azure gives the id back that way.
          savedSearchId: alias.toLowerCase(),
          category: "Qumulo audit",
          displayName: alias,
          functionAlias: alias,
          functionParameters: parameters,
          query,
          version: 2,
        },
        {
          parent: this,
          dependsOn: before,
          replaceOnChanges: ["*"],
          deleteBeforeReplace: true,
          // What earlier versions of this program made them as.
          aliases: [{ type: "azure-native:resources:Resource" }],
        },
      );
    }
    this.registerOutputs({});
  }
}
