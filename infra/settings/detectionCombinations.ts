import { SEVERITIES } from "../../components/detections/detection";
import { askFor } from "./askFor";
import { impossible } from "./detectionChoice";
import { askSecretCommand, type ConfigError, keyOf, setCommand } from "./messages";
import type { Valid } from "./networkCombinations";
import { wholeSchema } from "./schema";
import { hintAt } from "./schemaPaths";

/** The rules about detections and alerts that concern more than one setting. */
export const detectionErrors = (valid: Valid): ConfigError[] => [
  ...impossibleDetections(valid),
  ...alertsWithoutPlan(valid),
  ...alertsWithoutRecipients(valid),
  ...unknownWebhooks(valid),
];

/**
 * Refuses detections that are enabled by name although another setting makes them impossible. An impossible detection that is
 * not enabled by name just gets no rule; a warning names it unless it is unused.
 */
function impossibleDetections({ clusters, detections, events, secrets }: Valid): ConfigError[] {
  if (detections === undefined || events === undefined || secrets === undefined || detections.mode === "off") return [];
  return impossible({ clusters: clusters ?? [], detections, events, secrets })
    .filter(({ id }) => detections.rules[id]?.enabled === true)
    .map(({ id, because, instead }) => {
      const key = keyOf(["detections", "rules", id, "enabled"]);
      return { key, problem: `is true, and ${because}: set it to false, or ${instead}`, fixes: setCommand(key, false) };
    });
}

/** Refuses mode alert if the table has a plan for which Azure runs no alert rules. */
function alertsWithoutPlan({ detections, events }: Valid): ConfigError[] {
  if (detections?.mode !== "alert" || events?.plan !== "Basic") return [];
  const problem =
    "is alert, and events.plan is Basic, a plan for which Azure runs no such rules: set it to off, or set events.plan to Analytics";
  return [{ key: "detections.mode", problem, fixes: setCommand("detections.mode", "off") }];
}

function alertsWithoutRecipients({ detections, alerts }: Valid): ConfigError[] {
  if (detections?.mode !== "alert" || alerts === undefined || alerts.high !== undefined) return [];
  const problem = "is missing, and detections.mode is alert: nobody would get an alert";
  return [{ key: "alerts.high", problem, fixes: askFor("alerts", "high", "emails", 0) }];
}

function unknownWebhooks({ alerts, secrets }: Valid): ConfigError[] {
  if (alerts === undefined || secrets === undefined) return [];
  const named = new Map(
    SEVERITIES.flatMap((severity) =>
      (alerts[severity]?.webhooks ?? []).map(
        (name, index) => [name, keyOf(["alerts", severity, "webhooks", index])] as const,
      ),
    ),
  );
  return [...named].flatMap(([name, user]) => {
    if (Object.hasOwn(secrets.webhooks, name)) return [];
    const key = keyOf(["secrets", "webhooks", name]);
    const problem = `is missing: the address of the web service that ${user} names`;
    return [
      {
        key,
        problem,
        fixes: askSecretCommand(key, String(hintAt(wholeSchema, ["secrets", "webhooks", name], "example"))),
      },
    ];
  });
}
