import { sharedFunctions } from "../../components/alerts/ruleQuery";
import type { ReplayEvent } from "../../components/detections/replayCase";
import type { Rule } from "../../components/detections/rules";
import { eventsForRules } from "../../components/events/functions";
import type { SavedFunction } from "../../components/kqlFile";
import type { Table } from "../../simulator/kql/run/table";
import { type Alert, replay } from "../../simulator/replay/replay";
import { replayedEvents } from "../../simulator/replay/replayedEvents";
import { schemaFunctions } from "../../simulator/workspace/workspace";
import { endOf, replayedRule, START } from "../components/detections/replayed";

// Replays rules on events that are parsed once. The tests of thousands of changed rules would take too long if each of them
// parsed the events again. replayed.ts replays the rules' whole texts.

/** Returns QumuloEventsCurrent for the replay's table: only the part of the deployed function that reads rows is replaced. */
function eventsCurrent(): SavedFunction {
  const { parameters, query } = eventsForRules("syslog", []);
  const rows = [
    "Events",
    "| where isnull(starttime) or IngestionTime >= starttime",
    "| where isnull(endtime) or IngestionTime < endtime",
    "| where not(unverifiedOnly) or not(SenderVerified)",
  ].join("\n");
  const replaced = query.replace(/^Syslog\n[\s\S]*?\n\| invoke QumuloParse\(\)$/m, () => rows);
  if (replaced === query) throw new Error("QumuloEventsCurrent does not call QumuloParse on a line of its own");
  return { parameters, query: replaced };
}

const QUMULO_EVENTS_CURRENT = eventsCurrent();
const known = new Map<string | undefined, ReturnType<typeof schemaFunctions>>();

/**
 * Returns the functions that rules with an exception call. The same exception returns the same object, so that queries are
 * bound once.
 */
export function parsedFunctions(isExcepted: string | undefined): ReturnType<typeof schemaFunctions> {
  const functions =
    known.get(isExcepted) ??
    schemaFunctions({ ...sharedFunctions(isExcepted), QumuloEventsCurrent: QUMULO_EVENTS_CURRENT });
  known.set(isExcepted, functions);
  return functions;
}

const tables = new WeakMap<readonly ReplayEvent[], Table>();

/** Returns events as a table. The same events return the same table. */
export function tableOf(events: readonly ReplayEvent[]): Table {
  const found = tables.get(events) ?? replayedEvents(events, START);
  tables.set(events, found);
  return found;
}

/** Replays a rule, and returns the alerts that it raises. */
export const parsedAlerts = (rule: Rule, events: readonly ReplayEvent[]): Alert[] =>
  replay(
    { tables: { Events: tableOf(events) }, functions: parsedFunctions(rule.isExcepted) },
    [replayedRule(rule, rule.query)],
    START,
    endOf(events),
  );
