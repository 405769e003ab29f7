import { z } from "zod";
import type { Call } from "../../simulator/azure/azureState";
import type { StackConfig } from "../../simulator/engine/stackConfig";

const forwarder = z.object({ drain: z.boolean().default(true) });

/**
 * Matches the ids of machines, their agents and their rule associations. Deleting any of these loses the events in the
 * agent's cache.
 */
const KEEPS_EVENTS =
  /\/virtualMachines\/[^/]+(\/extensions\/[^/]+|\/.*\/dataCollectionRuleAssociations\/qumulo-audit)?$/i;

/**
 * Returns the machines, agents and rule associations that the calls delete although the machine was not drained before. A drain
 * no longer counts once the machine is created or started, or accepts senders again. Returns none if the settings turn draining
 * off.
 */
export function deletedUndrained(calls: readonly Call[], { values }: Pick<StackConfig, "values">): string[] {
  const { drain } = forwarder.parse(JSON.parse(values["qumulo-audit:forwarder"] ?? "{}"));
  if (!drain) return [];
  return calls
    .filter(({ operation, machine }) => operation === "delete" && machine?.drained === false)
    .flatMap(({ id }) => KEEPS_EVENTS.exec(id)?.[0].replace(/^.virtualMachines./i, "") ?? []);
}
