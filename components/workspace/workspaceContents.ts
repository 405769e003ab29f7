import * as pulumi from "@pulumi/pulumi";
import { AuditTable, type AuditTableArgs } from "../events/auditTable";
import { EventsFunctions } from "../events/eventsFunctions";
import type { EventsTable } from "../events/functions";
import type { WorkspaceReference } from "./workspaceReference";

export interface WorkspaceContentsArgs {
  readonly workspace: WorkspaceReference;
  /** The table QumuloAudit_CL and the functions. Undefined if another stack owns the table and the functions. */
  readonly events?: {
    /** Table that the collection rule sends events to. Example: `syslog`. */
    readonly table: EventsTable;
    /** Ids of the machines whose events can be verified. Example: `…/virtualMachines/vm-qumulo-prod-*`. */
    readonly forwarders: pulumi.Input<readonly string[]>;
    /** QumuloAudit_CL's table plan. */
    readonly plan: AuditTableArgs["plan"];
    /** Number of days for which QumuloAudit_CL rows can be queried. Default: the workspace's retention. */
    readonly retentionInDays?: number;
    /** Number of days for which QumuloAudit_CL rows are kept in total. Default: as long as the rows can be queried. */
    readonly totalRetentionInDays?: number;
    /** Lets `destroy` delete QumuloAudit_CL with its events. */
    readonly deleteOnDestroy: boolean;
  };
}

/**
 * The table and the functions that the stack creates in the workspace, through the provider for the workspace's
 * subscription.
 */
export class WorkspaceContents extends pulumi.ComponentResource {
  /** The table QumuloAudit_CL, if this stack owns it. */
  readonly auditTable: pulumi.Resource | undefined;

  constructor(name: string, args: WorkspaceContentsArgs, opts: { readonly parent: pulumi.Resource }) {
    const { workspace, events } = args;
    const providers = workspace.provider === undefined ? [] : [workspace.provider];
    super("qumulo-audit:workspace:WorkspaceContents", name, {}, { parent: opts.parent, providers });
    // In earlier versions of this program, the children's parent was the pipeline. Without this alias, `up` would replace the
    // children.
    const child = { parent: this, aliases: [{ parent: opts.parent }] };
    if (events !== undefined) {
      const { table } = new AuditTable(
        name,
        {
          workspace,
          plan: events.plan,
          retentionInDays: events.retentionInDays,
          totalRetentionInDays: events.totalRetentionInDays,
          deleteOnDestroy: events.deleteOnDestroy,
        },
        child,
      );
      new EventsFunctions(
        name,
        { workspace, table: events.table, auditTable: table, forwarders: events.forwarders },
        child,
      );
      this.auditTable = table;
    }
    this.registerOutputs({});
  }
}
