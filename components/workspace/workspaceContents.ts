import * as pulumi from "@pulumi/pulumi";
import { AuditTable, type AuditTableArgs } from "../events/auditTable";
import { EventsFunctions } from "../events/eventsFunctions";
import type { EventsTable } from "../events/functions";
import type { WorkspaceReference } from "./workspaceReference";

export interface WorkspaceContentsArgs {
  readonly workspace: WorkspaceReference;
  /** The table QumuloAudit_CL and the functions. Undefined if another stack owns them. */
  readonly events?: {
    /** Table that the rule sends events to. Example: `syslog`. */
    readonly table: EventsTable;
    /** Ids of the machines whose events can be verified. Example: `…/virtualMachines/vm-qumulo-prod-*`. */
    readonly forwarders: pulumi.Input<readonly string[]>;
    /** Plan of the table QumuloAudit_CL. */
    readonly plan: AuditTableArgs["plan"];
    /** Days that rows of QumuloAudit_CL can be queried. Default: the workspace's. */
    readonly retentionInDays?: number;
    /** Days that rows of QumuloAudit_CL are kept in total. Default: the workspace's. */
    readonly totalRetentionInDays?: number;
    /** Lets `destroy` delete QumuloAudit_CL with its events. */
    readonly deleteOnDestroy: boolean;
  };
}

/** Everything that the stack creates inside the workspace. It uses the provider of the workspace's subscription. */
export class WorkspaceContents extends pulumi.ComponentResource {
  /** The table QumuloAudit_CL, if this stack owns it. */
  readonly auditTable: pulumi.Resource | undefined;

  constructor(name: string, args: WorkspaceContentsArgs, opts: { readonly parent: pulumi.Resource }) {
    const { workspace, events } = args;
    const providers = workspace.provider === undefined ? [] : [workspace.provider];
    super("qumulo-audit:workspace:WorkspaceContents", name, {}, { parent: opts.parent, providers });
    // In earlier versions of this program the pipeline was the parent: without the alias, `up` would replace what is inside.
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
