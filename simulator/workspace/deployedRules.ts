import { z } from "zod";
import { SEVERITIES, SEVERITY_NUMBERS } from "../../components/detections/detection";
import type { DeployedArtifacts } from "../engine/graph";
import type { ReplayedRule } from "../replay/replay";

/** An alert rule of a stack, with what its e-mails contain. */
export interface DeployedRule extends ReplayedRule {
  /** The e-mail's subject. Azure replaces each `${...dimensions[0].value}` by the value of that dimension. */
  readonly subject: string;
  readonly description: string;
  /** Whether the rule notifies anybody. */
  readonly notifies: boolean;
}

const ruleInputs = z.object({
  description: z.string(),
  severity: z.number(),
  evaluationFrequency: z.string().regex(/^PT\d+M$/),
  criteria: z.object({
    allOf: z.array(z.object({ query: z.string(), dimensions: z.array(z.object({ name: z.string() })) })).length(1),
  }),
  actions: z.object({
    actionGroups: z.array(z.string()).default([]),
    actionProperties: z.object({ "Email.Subject": z.string() }),
    customProperties: z.object({ rule: z.string(), detections: z.string() }),
  }),
});

/** Returns the alert rules that the stack has deployed, those of the highest severity first. */
export const deployedRules = (artifacts: DeployedArtifacts): DeployedRule[] =>
  artifacts
    .all("azure-native:monitor:ScheduledQueryRule")
    .map(({ inputs }) => ruleInputs.parse(inputs))
    .sort(
      (a, b) => a.severity - b.severity || compare(a.actions.customProperties.rule, b.actions.customProperties.rule),
    )
    .map(({ description, severity, evaluationFrequency, criteria, actions }) => ({
      detection: actions.customProperties.detections,
      severity: SEVERITIES.find((one) => SEVERITY_NUMBERS[one] === severity) ?? String(severity),
      query: criteria.allOf.map(({ query }) => query).join(""),
      everyMinutes: Number(/\d+/.exec(evaluationFrequency)?.[0]),
      dimensions: criteria.allOf.flatMap(({ dimensions }) => dimensions.map(({ name }) => name)),
      subject: actions.actionProperties["Email.Subject"],
      description,
      notifies: actions.actionGroups.length > 0,
    }));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
