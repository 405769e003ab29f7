import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import type { WorkspaceReference } from "../workspace/workspaceReference";
import { type EventsTable, functions } from "./functions";

export interface EventsFunctionsArgs {
  readonly workspace: WorkspaceReference;
  /** The table QumuloAudit_CL. Azure refuses a function that reads a table that does not exist. */
  readonly auditTable: pulumi.Resource;
  /** Table that the collection rule sends events to. Example: `syslog`. */
  readonly table: EventsTable;
  /** Ids of the machines whose events can be verified. Example: `…/virtualMachines/vm-qumulo-prod-*`. */
  readonly forwarders: pulumi.Input<readonly string[]>;
}

/**
 * The workspace's saved functions that read events.
 *
 * To change a function, the engine deletes it and creates it again, because Azure accepts an update only with an etag
 * (Azure/bicep-types-az, issue 1548), and this resource type has no input for an etag. The provider's generic resource could
 * send an etag, but it reads resources with an API version that does not exist for saved searches. Terraform's
 * azurerm_log_analytics_saved_search also deletes and recreates functions. An alert rule that runs in the second between
 * deletion and creation fails once and succeeds at its next run. Unchanged functions stay.
 */
export class EventsFunctions extends pulumi.ComponentResource {
  constructor(name: string, args: EventsFunctionsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:events:EventsFunctions", name, {}, opts);
    const { workspace, table, forwarders } = args;
    // Functions are created one by one, after the table, because a function may call those before it and read the table.
    let before = args.auditTable;
    for (const { name: alias, parameters } of functions(table, [])) {
      const query = pulumi
        .output(forwarders)
        .apply((ids) => functions(table, ids).find(({ name: one }) => one === alias)?.query ?? "");
      before = new operationalinsights.SavedSearch(
        `${name}-${alias.toLowerCase()}`,
        {
          resourceGroupName: workspace.resourceGroupName,
          workspaceName: workspace.name,
          // Azure returns the id in lower case.
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
          // The resource's type in earlier versions of this program.
          aliases: [{ type: "azure-native:resources:Resource" }],
        },
      );
    }
    this.registerOutputs({});
  }
}
