import type { Detection } from "../detections/detection";
import type { Rule } from "../detections/rules";

/** Returns a rule's display name. Example: `Qumulo, high: Many files deleted`. */
export const titleOf = ({ severity, title }: Rule): string => `Qumulo, ${severity}: ${title}`;

const steps = ({ whatToDo }: Detection): string => whatToDo.map((step, index) => `${index + 1}. ${step}`).join("\n");

/** Returns what has happened if the rule fires, and what to do. Azure allows 4,096 characters and shows them in each e-mail. */
export const descriptionOf = ({ detections }: Rule): string =>
  detections
    .map((detection) => `${detection.title} (${detection.id}). ${detection.meaning}\nWhat to do:\n${steps(detection)}`)
    .join("\n\n");

/**
 * Returns the subject of a rule's e-mails: its title, and the values of its dimensions, which Azure inserts.
 * Source: learn.microsoft.com/azure/azure-monitor/alerts/alerts-customize-email-subject-how-to.
 */
export function subjectOf(rule: Rule): string {
  const values = rule.dimensions.map(
    (_, index) => `\${data.alertContext.condition.allOf[0].dimensions[${index}].value}`,
  );
  return `${titleOf(rule)} (${values.join(", ")})`;
}

/** Returns what webhooks get in addition to Azure's own fields. E-mails do not contain these properties. */
export const webhookProperties = ({ name, severity, detections }: Rule): Record<string, string> => ({
  rule: name,
  severity,
  detections: detections.map(({ id }) => id).join(", "),
  mitre: [...new Set(detections.flatMap(({ attack }) => attack.map(([, technique]) => technique)))].join(", "),
  whatToDo: detections.map((detection) => `${detection.id}:\n${steps(detection)}`).join("\n"),
});
