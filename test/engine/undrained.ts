import { z } from "zod";
import type { Call } from "../../rehearsal/azure/world";
import type { StackConfig } from "../../rehearsal/engine/stackConfig";

const forwarder = z.object({ drain: z.boolean().default(true) });

/**
 * Machines that these calls delete though they were not drained since they were made, started or took senders again.
 * None where the settings say that machines are deleted as they are.
 */
export function undrained(calls: readonly Call[], { values }: Pick<StackConfig, "values">): string[] {
  const { drain } = forwarder.parse(JSON.parse(values["qumulo-audit:forwarder"] ?? "{}"));
  if (!drain) return [];
  return calls
    .filter(({ operation, machine }) => operation === "delete" && machine?.drained === false)
    .map(({ id }) => id.split("/").at(-1) ?? id);
}
