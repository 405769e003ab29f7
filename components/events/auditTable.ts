import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import { syslogContract } from "../syslogContract";
import type { WorkspaceReference } from "../workspace/workspaceReference";
import { PARSED_COLUMNS } from "./parsedTable";

export interface AuditTableArgs {
  readonly workspace: WorkspaceReference;
  /** `Basic` costs less to store, but Azure refuses most queries and alerts on it. */
  readonly plan: "Analytics" | "Basic";
  /** Number of days for which rows can be queried. The Basic plan always has 30. Default: the workspace's retention. */
  readonly retentionInDays?: number;
  /** Number of days for which rows are kept in total. Default: as long as the rows can be queried. */
  readonly totalRetentionInDays?: number;
  /** Lets `destroy` delete the table with its rows. */
  readonly deleteOnDestroy: boolean;
}

/**
 * The table QumuloAudit_CL, which has a column for each field of an event. The table exists even if events are stored in
 * Syslog, so that a stack can return to Syslog without losing the table's rows. `QumuloEvents` reads both tables.
 */
export class AuditTable extends pulumi.ComponentResource {
  /** The table resource, which everything that reads or writes the table must depend on. */
  readonly table: operationalinsights.Table;

  constructor(name: string, args: AuditTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:events:AuditTable", name, {}, opts);
    const { workspace, plan, retentionInDays, totalRetentionInDays, deleteOnDestroy } = args;
    this.table = new operationalinsights.Table(
      `${name}-audit-table`,
      {
        resourceGroupName: workspace.resourceGroupName,
        workspaceName: workspace.name,
        tableName: syslogContract.parsedTable,
        plan,
        // Azure refuses any retentionInDays for the Basic plan.
        retentionInDays: plan === "Basic" ? undefined : retentionInDays,
        totalRetentionInDays,
        schema: {
          name: syslogContract.parsedTable,
          columns: Object.entries(PARSED_COLUMNS).map(([column, type]) => ({
            name: column,
            type: type === "datetime" ? "dateTime" : type,
          })),
        },
      },
      // The table is not protected, so that a stack can hand over its functions and table to another stack.
      { parent: this, retainOnDelete: !deleteOnDestroy, dependsOn: [...workspace.readyAfter] },
    );
    this.registerOutputs({ name: this.table.name });
  }
}
