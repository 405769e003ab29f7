import { counted } from "../../components/counted";
import type { Step } from "../../simulator/engine/deploy";
import type { Progress } from "../../simulator/forwardMessages";
import { fileLines, isBare } from "../../simulator/qumulo/messages";
import type { DeploymentResult, Phase } from "../../simulator/rehearse";
import { defaultScenario } from "../../simulator/replay/scenarios/scenarios";
import type { Given } from "../../simulator/sentMessages";
import { cut, wrapped } from "../terminal";
import type { Options } from "./options";
import { warningLines } from "./warningLines";

/** Returns lines about the events that the rehearsal will send. Pure. */
export function givenLines(given: Given, width: number): string[] {
  switch (given.kind) {
    case "builtIn":
      return [
        wrapped(
          `It sends Qumulo's published samples and plays the scenario ${defaultScenario.name}: ${defaultScenario.description}. The detections read only the scenario's events.`,
          width,
        ),
      ];
    case "scenario":
      return [wrapped(`It plays the scenario ${given.scenario.name}: ${given.scenario.description}.`, width)];
    case "events": {
      if (given.arrivals !== undefined) return [];
      const bare = fileLines(given.content).filter(isBare).length;
      const sentence = `${counted(bare, "line")} of the file without a syslog header ${bare === 1 ? "has" : "have"} no time: the rehearsal sends them as events of this moment. Give their times of arrival with --arrival.`;
      return bare === 0 ? [] : [wrapped(sentence, width)];
    }
  }
}

/** Returns the lines that announce a phase. Pure. */
export function phaseLines(phase: Phase, { stack, out }: Pick<Options, "stack" | "out">, width: number): string[] {
  switch (phase.kind) {
    case "recorded":
      return warningLines(stack, phase.warnings, out).map((line) => wrapped(line, width));
    case "deploying":
      return [
        ...(phase.discarded === undefined ? [] : [wrapped(phase.discarded, width)]),
        `Deploying stack '${stack}' with the Pulumi engine to a simulated Azure ...`,
      ];
    case "deployed":
      return deploymentLines(phase.deployment, stack, width);
    case "sending":
      return [`Sending ${counted(phase.lines, "line")} as ${counted(phase.nodes, "node")} through rsyslogd ...`];
    case "forwarded":
      return [
        "",
        ...(phase.rules === 0 ? [] : [`Running ${counted(phase.rules, "alert rule")} on the events ...`]),
        "",
      ];
  }
}

function deploymentLines(deployment: DeploymentResult, stack: string, width: number): string[] {
  if (deployment.kind === "recorded")
    return [
      wrapped(
        `Stack '${stack}' would create ${deployment.resources} resources. No Pulumi engine has checked this, because this machine has none. To build one, once, in about six minutes and with Go 1.26: node setup.mjs test:engine`,
        width,
      ),
    ];
  const changes = Object.entries(deployment.changes).map(([done, count]) => `${count} ${done}`);
  return [changes.length === 0 ? "  no changes" : `  Resources: ${changes.join(", ")}.`];
}

/** Returns the line about a resource that the engine has changed. Pure. */
export const stepLine = ({ done, type, name }: Step, width: number): string =>
  cut(`  ${done} ${type.split(":").at(-1)} ${name}`, width);

/** Returns a line that shows how many audit lines were sent, and how many have arrived at the agent. Pure. */
export const progressLine = ({ sent, received, total }: Progress): string =>
  `  ${sent} of ${total} lines sent, ${received} arrived at the agent`;
