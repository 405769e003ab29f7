import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { SEVERITIES, type Severity } from "../detections/detection";
import { foreignTags, type ResourceContext } from "../resourceContext";

/** The people and web services that get the alerts of a severity. */
export interface Recipients {
  /** Example: `["night-shift@example.com"]`. */
  readonly emails: readonly string[];
  readonly webhooks: readonly {
    /** Example: `chat`. */
    readonly name: string;
    /** Address of the web service, which is a secret: whoever knows it can post there. */
    readonly address: string;
  }[];
}

export interface ActionGroupsArgs {
  readonly context: ResourceContext;
  readonly recipients: Readonly<Record<Severity, Recipients>>;
}

/** The groups' short names, which Azure shows in text messages. At most 12 characters. */
const SHORT_NAMES: Readonly<Record<Severity, string>> = {
  high: "qumulo-high",
  medium: "qumulo-med",
  low: "qumulo-low",
};

/**
 * The action groups, which notify the recipients of alerts. Severities with the same recipients share a group.
 *
 * Cost: e-mails and webhooks are free up to a monthly quota.
 */
export class ActionGroups extends pulumi.ComponentResource {
  /** The id of the group for each severity. */
  readonly ids: Readonly<Record<Severity, pulumi.Output<string>>>;

  constructor(name: string, { context, recipients }: ActionGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:alerts:ActionGroups", name, {}, opts);
    const groups = new Map<string, pulumi.Output<string>>();
    const idFor = (severity: Severity): pulumi.Output<string> => {
      const key = JSON.stringify(recipients[severity]);
      const id = groups.get(key) ?? this.create(`ag-${name}-${severity}`, severity, recipients[severity], context);
      groups.set(key, id);
      return id;
    };
    const [high, medium, low] = SEVERITIES.map(idFor);
    if (high === undefined || medium === undefined || low === undefined)
      throw new Error("a severity has no action group");
    this.ids = { high, medium, low };
    this.registerOutputs({});
  }

  private create(
    name: string,
    severity: Severity,
    { emails, webhooks }: Recipients,
    { resourceGroupName, tags, ignoreTags }: ResourceContext,
  ): pulumi.Output<string> {
    return new monitor.ActionGroup(
      name,
      {
        resourceGroupName,
        // With this location, notifications do not depend on a region.
        location: "global",
        tags,
        groupShortName: SHORT_NAMES[severity],
        enabled: true,
        emailReceivers: emails.map((emailAddress, index) => ({
          name: `email-${index}`,
          emailAddress,
          useCommonAlertSchema: true,
        })),
        webhookReceivers: webhooks.map(({ name: webhook, address }) => ({
          name: `webhook-${webhook}`,
          serviceUri: pulumi.secret(address),
          useCommonAlertSchema: true,
        })),
      },
      { parent: this, ignoreChanges: foreignTags(ignoreTags) },
    ).id;
  }
}
