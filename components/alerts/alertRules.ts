import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { SEVERITY_NUMBERS, type Severity } from "../detections/detection";
import type { Rule } from "../detections/rules";
import type { EventsTable } from "../events/functions";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import type { WorkspaceReference } from "../workspace/workspaceReference";
import { descriptionOf, subjectOf, titleOf, webhookProperties } from "./alertText";
import { ruleQuery } from "./ruleQuery";

export interface AlertRulesArgs {
  readonly context: ResourceContext;
  readonly workspace: WorkspaceReference;
  readonly rules: readonly Rule[];
  /** Table that the rules read. Example: `syslog`. */
  readonly table: EventsTable;
  /** The table QumuloAudit_CL, if this stack owns it. Azure refuses a rule that reads a table that does not exist. */
  readonly auditTable: pulumi.Resource | undefined;
  /** Ids of the machines whose events can be verified. Example: `…/virtualMachines/vm-qumulo-prod-*`. */
  readonly forwarders: pulumi.Input<readonly string[]>;
  /** Id of the action group for each severity. Undefined if alerts are recorded and nobody is notified. */
  readonly actionGroups: Readonly<Record<Severity, pulumi.Input<string>>> | undefined;
}

/** Built-in role "Log Analytics Reader". Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles. */
const READER_ROLE = "73c42c96-874c-492b-b04d-ab87d138a893";

/**
 * The alert rules, which run the detections' queries, and the identity with which they read the workspace. Without an identity
 * of its own, a rule would run with the rights that the person who last changed it had at that time.
 *
 * Cost: 1.50 $ a month for a rule that runs every 5 minutes, and 0.50 $ for one that runs every 15 minutes.
 */
export class AlertRules extends pulumi.ComponentResource {
  constructor(name: string, args: AlertRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:alerts:AlertRules", name, {}, opts);
    const { context, workspace, rules, auditTable } = args;
    const identity = new managedidentity.UserAssignedIdentity(`id-${name}-alerts`, commonArguments(context), {
      parent: this,
      ignoreChanges: foreignTags(context.ignoreTags),
    });
    const mayRead = this.allowReading(name, identity.principalId, workspace);
    // A rule is checked when it is created: the identity must be able to read, and the table must exist.
    const dependsOn = [mayRead, ...workspace.readyAfter, ...(auditTable === undefined ? [] : [auditTable])];
    for (const rule of rules) this.create(name, rule, identity.id, args, dependsOn);
    this.registerOutputs({});
  }

  private allowReading(
    name: string,
    principalId: pulumi.Output<string>,
    { id: scope, provider }: WorkspaceReference,
  ): pulumi.Resource {
    const guid = new random.RandomUuid(`${name}-alerts`, { keepers: { principalId } }, { parent: this });
    const subscriptionId = scope.apply((id) => id.split("/")[2]);
    return new authorization.RoleAssignment(
      `${name}-alerts`,
      {
        roleAssignmentName: guid.result,
        scope,
        principalId,
        // Without principalType, Azure looks up the principal and refuses a new one until Entra ID has replicated it.
        principalType: "ServicePrincipal",
        roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${READER_ROLE}`,
      },
      { parent: this, provider },
    );
  }

  private create(
    name: string,
    rule: Rule,
    identityId: pulumi.Output<string>,
    { context, workspace, table, forwarders, actionGroups }: AlertRulesArgs,
    dependsOn: readonly pulumi.Resource[],
  ): void {
    const text = pulumi.output(forwarders).apply((ids) => ruleQuery(rule, { table, forwarders: ids }));
    new monitor.ScheduledQueryRule(
      `alert-${name}-${rule.name.toLowerCase()}`,
      {
        ...commonArguments(context),
        location: workspace.location,
        kind: "LogAlert",
        displayName: titleOf(rule),
        description: descriptionOf(rule),
        enabled: true,
        severity: SEVERITY_NUMBERS[rule.severity],
        scopes: [workspace.id],
        identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
        evaluationFrequency: `PT${rule.everyMinutes}M`,
        // The longest window that Azure allows, because queries choose events by arrival, and an event may arrive late. The
        // link to the results in a notification has the same time range.
        windowSize: "P2D",
        // An alert is resolved once its offender is no longer found. Only then can it fire again.
        autoMitigate: true,
        criteria: {
          allOf: [
            {
              query: rule.isSecret ? pulumi.secret(text) : text,
              metricMeasureColumn: "Count",
              timeAggregation: "Maximum",
              operator: "GreaterThan",
              // The query returns only offenders.
              threshold: 0,
              dimensions: rule.dimensions.map((dimension) => ({ name: dimension, operator: "Include", values: ["*"] })),
              failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
            },
          ],
        },
        actions: {
          // The list is always sent, because Azure may keep the old groups if a request omits it.
          actionGroups: actionGroups === undefined ? [] : [actionGroups[rule.severity]],
          actionProperties: { "Email.Subject": subjectOf(rule) },
          customProperties: webhookProperties(rule),
        },
      },
      { parent: this, dependsOn: [...dependsOn], ignoreChanges: foreignTags(context.ignoreTags) },
    );
  }
}
