import { type Rule, sharedFunctions } from "../detections/rules";
import { type EventsTable, functions } from "../events/functions";

/** Returns the text of a rule's query with the functions that it calls, so that a rule depends on no saved function. */
export function ruleQuery(
  rule: Rule,
  { table, forwarders }: { readonly table: EventsTable; readonly forwarders: readonly string[] },
): string {
  const saved = functions(table, forwarders)
    .filter(({ name }) => name !== "QumuloEvents")
    .map(({ name, parameters, query }) => ({ name, parameters, body: query }));
  const shared = Object.entries(sharedFunctions()).map(([name, { parameters, body }]) => ({ name, parameters, body }));
  const declared = [...saved, ...shared].map(
    ({ name, parameters, body }) => `let ${name} = (${parameters}) {\n${body}\n};`,
  );
  return [...declared, rule.query].join("\n");
}
