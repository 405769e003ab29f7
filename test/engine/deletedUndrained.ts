import { z } from "zod";
import type { Call } from "../../simulator/azure/azureState";
import type { StackConfig } from "../../simulator/engine/stackConfig";

const forwarder = z.object({ drain: z.boolean().default(true) });

/** A machine, its agent, or the agent's rule. Deleting any of them loses the events that the agent keeps. */
const KEEPS_EVENTS =
  /\/virtualMachines\/[^/]+(\/extensions\/[^/]+|\/.*\/dataCollectionRuleAssociations\/qumulo-audit)?$/i;

/**
 * The machines, agents and rules that the calls delete although the machine was not drained since it was created, started or
 * took senders again. None if the settings turn draining off.
 */
export function deletedUndrained(calls: readonly Call[], { values }: Pick<StackConfig, "values">): string[] {
  const { drain } = forwarder.parse(JSON.parse(values["qumulo-audit:forwarder"] ?? "{}"));
  if (!drain) return [];
  return calls
    .filter(({ operation, machine }) => operation === "delete" && machine?.drained === false)
    .flatMap(({ id }) => KEEPS_EVENTS.exec(id)?.[0].replace(/^.virtualMachines./i, "") ?? []);
}
