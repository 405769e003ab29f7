import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import { syslogContract } from "../syslogContract";
import { PARSED_COLUMNS } from "./parsedTable";

export interface AuditTableArgs {
  readonly workspaceName: pulumi.Input<string>;
  /** Group of the workspace. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** `Basic` costs less to store and refuses most queries and alerts. Default: `Analytics`. */
  readonly plan: "Analytics" | "Basic";
  /** Days that rows can be queried. Basic has 30, fixed. Default: the workspace's. */
  readonly retentionInDays?: number;
  /** Days until rows are gone. Default: the same. */
  readonly totalRetentionInDays?: number;
  /** Whether `destroy` takes the table with all its rows. */
  readonly deleteOnDestroy: boolean;
  /** What must be there before it. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The table QumuloAudit_CL with typed columns. It is there whether events go to it or not: a stack that has stored events
 * in it and goes back to Syslog keeps them, and `QumuloEvents` reads both.
 */
export class AuditTable extends pulumi.ComponentResource {
  /** What reads or fills it must wait for this: a dependency on a component is none for its children. */
  readonly table: operationalinsights.Table;

  constructor(name: string, args: AuditTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:events:AuditTable", name, {}, opts);
    const isBasic = args.plan === "Basic";
    this.table = new operationalinsights.Table(
      `${name}-audit-table`,
      {
        resourceGroupName: args.resourceGroupName,
        workspaceName: args.workspaceName,
        tableName: syslogContract.parsedTable,
        plan: args.plan,
        // Read-only in the Basic plan.
        retentionInDays: isBasic ? undefined : args.retentionInDays,
        totalRetentionInDays: args.totalRetentionInDays,
        schema: {
          name: syslogContract.parsedTable,
          columns: Object.entries(PARSED_COLUMNS).map(([column, type]) => ({
            name: column,
            type: type === "datetime" ? "dateTime" : type,
          })),
        },
      },
      // Kept and not protected: a stack that gives its functions away must be able to let go of the table.
      { parent: this, retainOnDelete: !args.deleteOnDestroy, dependsOn: [...args.after] },
    );
    this.registerOutputs({ name: this.table.name });
  }
}
