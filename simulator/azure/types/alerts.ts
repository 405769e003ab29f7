import { type AzureType, inGroup } from "./azureType";
import { check, inUse, mentions, refersTo, required, textsAt, value, valuesAt } from "./refusal";

const RULE = "learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule";
const LIMITS = "learn.microsoft.com/azure/azure-monitor/service-limits, alerts";
const REFERENCE = "learn.microsoft.com/azure/templates/microsoft.insights/scheduledqueryrules";
const GROUP = "learn.microsoft.com/azure/azure-monitor/alerts/action-groups";
const RULE_TYPE = "azure-native:monitor:ScheduledQueryRule";

/** The windows that Azure accepts, in minutes. Source: the page in RULE, "aggregation granularity". */
const WINDOWS = [1, 5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 720, 1440, 2880];
/** The longest interval between the runs of a stateful rule. Source: the page in RULE. */
const MOST_STATEFUL_MINUTES = 12 * 60;

/** Returns an ISO 8601 duration in minutes. Example: `PT15M` is 15. */
function minutesOf(duration: string | undefined): number {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration ?? "") ?? [];
  return Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}
const minutesAt = (inputs: unknown, path: string): number => minutesOf(textsAt(inputs, path)[0]);

/** A log search alert rule. */
export const scheduledQueryRule: AzureType = {
  token: RULE_TYPE,
  id: inGroup("Microsoft.Insights/scheduledQueryRules/{ruleName}"),
  computed: () => ({ createdWithApiVersion: "2025-01-01-preview", isLegacyLogAnalyticsRule: false }),
  forceNew: ["ruleName", "resourceGroupName", "location"],
  refusals: [
    check("ScopeIsInvalid", `${RULE}; hashicorp/terraform-provider-azurerm, issue 21353`, ({ inputs }) =>
      valuesAt(inputs, "scopes[]").length === 1 ? undefined : "The rule scope must contain only one item",
    ),
    refersTo("scopes[]", "ResourceNotFound", RULE),
    refersTo("actions.actionGroups[]", "ActionGroupNotFound", RULE),
    refersTo("identity.userAssignedIdentities[]", "IdentityNotFound", RULE),
    check("MissingIdentity", REFERENCE, ({ inputs }) =>
      textsAt(inputs, "identity.type")[0] === "UserAssigned" &&
      textsAt(inputs, "identity.userAssignedIdentities[]").length === 0
        ? "an identity of the type UserAssigned needs the id of an identity"
        : undefined,
    ),
    check(
      "RegionMismatch",
      "github.com/Azure-Samples/AI-Gateway/pull/400: a rule belongs in the region of its workspace",
      ({ inputs }, azure) => {
        const [workspace] = textsAt(inputs, "scopes[]").flatMap((id) => azure.get(id) ?? []);
        return workspace === undefined || workspace.inputs.location === inputs.location
          ? undefined
          : `the rule is in ${inputs.location}, its workspace in ${workspace.inputs.location}`;
      },
    ),
    value(
      "severity",
      "InvalidSeverity",
      REFERENCE,
      (severity) => [0, 1, 2, 3, 4].includes(Number(severity)),
      "severities are 0 to 4",
    ),
    value(
      "description",
      "DescriptionTooLong",
      LIMITS,
      (text) => String(text).length <= 4096,
      "a description has at most 4,096 characters",
    ),
    value(
      "criteria.allOf[].query",
      "QueryTooLong",
      LIMITS,
      (query) => Buffer.byteLength(String(query)) <= 64 * 1024,
      "a rule has at most 64 KB",
    ),
    check("TooManyDimensions", RULE, ({ inputs }) =>
      valuesAt(inputs, "criteria.allOf[]").some((one) => valuesAt(one, "dimensions[]").length > 6)
        ? "a rule has at most 6 dimensions"
        : undefined,
    ),
    check("MissingMeasure", REFERENCE, ({ inputs }) =>
      valuesAt(inputs, "criteria.allOf[]").some(
        (one) => textsAt(one, "timeAggregation")[0] !== "Count" && textsAt(one, "metricMeasureColumn").length === 0,
      )
        ? "every aggregation except Count needs metricMeasureColumn"
        : undefined,
    ),
    value(
      "windowSize",
      "InvalidWindowSize",
      RULE,
      (window) => WINDOWS.includes(minutesOf(String(window))),
      "windows are 1, 5, 10, 15, 30 or 45 minutes, 1 to 6 or 12 hours, or 1 or 2 days",
    ),
    check("FrequencyAboveWindow", RULE, ({ inputs }) =>
      minutesAt(inputs, "evaluationFrequency") > minutesAt(inputs, "windowSize")
        ? "the frequency must not exceed the window"
        : undefined,
    ),
    value(
      "evaluationFrequency",
      "InvalidFrequency",
      RULE,
      (frequency) => minutesOf(String(frequency)) >= 1 && minutesOf(String(frequency)) <= 1440,
      "a rule's frequency is 1 minute to 1 day",
    ),
    check("StatefulTooSlow", RULE, ({ inputs }) =>
      inputs.autoMitigate === true && minutesAt(inputs, "evaluationFrequency") > MOST_STATEFUL_MINUTES
        ? "a rule that resolves its alerts runs at least every 12 hours"
        : undefined,
    ),
    check("AutoMitigateAndMute", REFERENCE, ({ inputs }) =>
      inputs.autoMitigate === true && inputs.muteActionsDuration !== undefined
        ? "muteActionsDuration requires autoMitigate to be off"
        : undefined,
    ),
  ],
};

/** A group of people and services that alerts notify. */
export const actionGroup: AzureType = {
  token: "azure-native:monitor:ActionGroup",
  id: inGroup("Microsoft.Insights/actionGroups/{actionGroupName}"),
  forceNew: ["actionGroupName", "resourceGroupName", "location"],
  refusals: [
    required("groupShortName", "MissingShortName", GROUP, "an action group needs a short name"),
    value(
      "groupShortName",
      "InvalidShortName",
      GROUP,
      (name) => String(name).length >= 1 && String(name).length <= 12,
      "a short name has 1 to 12 characters",
    ),
    check("DuplicateReceiver", GROUP, ({ inputs }) => {
      const names = ["emailReceivers[].name", "webhookReceivers[].name"].flatMap((path) => textsAt(inputs, path));
      return new Set(names).size < names.length ? "the names of receivers must differ" : undefined;
    }),
    value(
      "webhookReceivers[].serviceUri",
      "InvalidServiceUri",
      GROUP,
      (address) => /^https?:\/\//.test(String(address)),
      "a webhook needs an http or https address",
    ),
    inUse(
      "ActionGroupInUse",
      `${GROUP}: a rule must not name a group that does not exist`,
      (other, id) => other.token === RULE_TYPE && mentions(other, "actions.actionGroups[]", id),
    ),
  ],
};
