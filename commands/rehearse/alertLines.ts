import { counted } from "../../components/counted";
import { SEVERITY_NUMBERS } from "../../components/detections/detection";
import type { Alert, Fired } from "../../simulator/replay/replay";
import type { DeployedRule } from "../../simulator/workspace/deployedRules";
import { printable, wrapped, wrappedSentences } from "../terminal";

const severityNumbers: Readonly<Record<string, number>> = SEVERITY_NUMBERS;

/** Returns a time without the year and without fractions of a second. Example: `11-26 18:05:00`. */
const shownTime = (time: string): string => time.replace("T", " ").slice(5, 19);

/** Returns lines about the alerts that the stack's rules have raised. Pure. */
export function alertLines(
  { stack, rules, fired }: { stack: string; rules: readonly DeployedRule[]; fired: readonly Fired<DeployedRule>[] },
  width: number,
): string[] {
  if (rules.length === 0)
    return [
      "",
      wrapped(
        `No detection ran: stack '${stack}' has no alert rule, because its setting detections.mode is off. To deploy the rules:`,
        width,
      ),
      `  pulumi config set --path detections.mode observe --stack ${stack}`,
    ];
  const [first] = fired;
  const them = rules.length === 1 ? "it" : "them";
  const ran = `The stack's ${counted(rules.length, "alert rule")} ran at all times at which Azure would run ${them}.`;
  if (first === undefined) return ["", wrapped(`${ran} None of them fired.`, width)];
  return [
    "",
    wrapped(
      `${ran} ${fired.length === 1 ? "This alert" : `These ${fired.length} alerts`} fired (times in UTC):`,
      width,
    ),
    ...fired.flatMap(({ alert }) => listed(alert, width)),
    "",
    wrapped(
      first.rule.notifies
        ? "The first alert would be this e-mail:"
        : `The first alert would be this e-mail, if detections.mode were alert. In stack '${stack}' nobody is notified:`,
      width,
    ),
    "",
    ...emailLines(first, width),
  ];
}

function listed({ detection, severity, firedAt, late, dimensions, count, firstEvent }: Alert, width: number): string[] {
  const values = Object.entries(dimensions)
    .filter(([name, value]) => value !== "" && name !== "Detection")
    .map(([name, value]) => `${name} ${value}`);
  const mark = late ? ", late" : "";
  return [
    `  ${shownTime(firedAt).slice(0, 11)}  ${severity.padEnd(6)}  ${detection}: count ${count}, first event ${shownTime(firstEvent)}${mark}`,
    ...wrapped(printable(values.join(", ")), width - 23)
      .split("\n")
      .map((line) => `${" ".repeat(23)}${line}`),
  ];
}

/** Returns the lines of the e-mail that an alert's recipients get, indented. */
function emailLines({ rule, alert }: Fired<DeployedRule>, width: number): string[] {
  const values = Object.values(alert.dimensions);
  const subject = rule.subject.replaceAll(/\$\{[^}]*dimensions\[(\d+)\]\.value\}/g, (_, index) => values[index] ?? "");
  const fields = [
    ["Subject", subject],
    ["Severity", `Sev${severityNumbers[alert.severity]} (${alert.severity})`],
    ["Fired", `${alert.firedAt.slice(0, 16).replace("T", " ")} UTC`],
    ...Object.entries(alert.dimensions),
    ["Count", alert.count],
  ];
  const text = [...fields.map(([name, value]) => `${name}: ${printable(value)}`), "", rule.description].join("\n");
  return wrappedSentences(text, width - 2)
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`));
}
