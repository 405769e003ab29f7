import { join } from "node:path";
import type { Rule } from "../detections/rules";
import { type EventsTable, eventsForRules, parseFunction } from "../events/functions";
import { type KqlFile, readKqlFile, renderFunction, type SavedFunction } from "../kqlFile";

const SHARED = join(__dirname, "../detections/shared");

/** Renders a function that the detections share. Its callers pass all parameters except those in `values`. */
function shared(file: KqlFile, values: Readonly<Record<string, string>>): SavedFunction {
  const passedByCaller = [...file.parameters.keys()].filter((name) => !(name in values));
  const rendered = renderFunction(file, passedByCaller, values);
  // A function may name the columns of a table parameter only if the parameter declares them.
  const [, columns = "(*)"] = /^datatable(\(.*\))/.exec(file.parameters.get("T") ?? "") ?? [];
  return { ...rendered, parameters: rendered.parameters.replace("T:(*)", `T:${columns}`) };
}

/**
 * Returns the functions in the folder shared, which the detections' queries call. Each function follows those that it calls
 * itself. `isExcepted` is described at `Rule`.
 */
export function sharedFunctions(isExcepted?: string): Readonly<Record<string, SavedFunction>> {
  const watched = readKqlFile(SHARED, "Watched.kql");
  return {
    Watched: shared(watched, { isExcepted: isExcepted ?? watched.parameters.get("isExcepted") ?? "" }),
    Bursts: shared(readKqlFile(SHARED, "Bursts.kql"), {}),
    EitherBursts: shared(readKqlFile(SHARED, "EitherBursts.kql"), {}),
  };
}

/** Returns the functions that a rule's query may call. Each function follows those that it calls itself. */
function functionsFor(
  { query, isExcepted }: Pick<Rule, "query" | "isExcepted">,
  table: EventsTable,
  forwarders: readonly string[],
): Readonly<Record<string, SavedFunction>> {
  // Only queries that contain these names need the machines' ids. The others contain no ids, so a new machine does not change
  // them.
  const machines = /\b(?:SenderVerified|unverifiedOnly)\b/.test(query) ? forwarders : [];
  return {
    QumuloParse: parseFunction(machines),
    QumuloEventsCurrent: eventsForRules(table, machines),
    ...sharedFunctions(isExcepted),
  };
}

const calls = (text: string, name: string): boolean => new RegExp(`\\b${name}\\(`).test(text.replace(/\/\/.*/g, ""));

/**
 * Returns the whole text of an alert rule's query. It contains all functions that the query calls, so the rule depends on no
 * saved function, which others could change. `forwarders` contains the ids of the machines whose events can be verified.
 */
export function ruleQuery(
  rule: Pick<Rule, "query" | "isExcepted">,
  { table, forwarders }: { readonly table: EventsTable; readonly forwarders: readonly string[] },
): string {
  const lines = [rule.query];
  for (const [name, { parameters, query }] of Object.entries(functionsFor(rule, table, forwarders)).reverse())
    if (lines.some((line) => calls(line, name))) lines.unshift(`let ${name} = (${parameters}) {\n${query}\n};`);
  return lines.join("\n");
}
