import { z } from "zod";
import type { Call } from "../../simulator/azure/azureState";
import type { StackConfig } from "../../simulator/engine/stackConfig";

const forwarder = z.object({ drain: z.boolean().default(true) });

/** A machine, its agent, or the rule that the agent sends by: without one of them, what the agent keeps is lost. */
const KEEPS_EVENTS =
  /\/virtualMachines\/[^/]+(\/extensions\/[^/]+|\/.*\/dataCollectionRuleAssociations\/qumulo-audit)?$/i;

/**
 * Machines, agents and their rules that these calls delete though the machine was not drained since it was made, started
 * or took senders again. None where the settings say that machines are deleted as they are.
 */
export function undrained(calls: readonly Call[], { values }: Pick<StackConfig, "values">): string[] {
  const { drain } = forwarder.parse(JSON.parse(values["qumulo-audit:forwarder"] ?? "{}"));
  if (!drain) return [];
  return calls
    .filter(({ operation, machine }) => operation === "delete" && machine?.drained === false)
    .flatMap(({ id }) => KEEPS_EVENTS.exec(id)?.[0].replace(/^.virtualMachines./i, "") ?? []);
}
