import { join } from "node:path";
import type { ReplayEvent } from "../../components/detections/replayCase";
import { type Rule, sharedFunctions } from "../../components/detections/rules";
import { readKqlFile, renderFunction } from "../../components/kqlFile";
import type { SavedFunction } from "../../simulator/kql/language";
import type { Table } from "../../simulator/kql/run/table";
import { type Alert, replay } from "../../simulator/replay/replay";
import { replayedEvents } from "../../simulator/replay/replayedEvents";

// Replays rules on events that are parsed once. The tests of thousands of changed rules would take too long if each of them
// parsed the events again. replayed.ts replays the rules' whole texts.

export const START = Date.parse("2026-11-27T12:00:00Z");
const MINUTE = 60_000;

/**
 * Returns QumuloEventsCurrent for the replay's table. The filters are the lines of QumuloEvents.kql that follow the parser.
 */
function eventsCurrent(): SavedFunction {
  const { parameters, body } = readKqlFile(join(__dirname, "../../components/events"), "QumuloEvents.kql");
  const [, filters] = body.split("| invoke QumuloParse()\n");
  if (filters === undefined) throw new Error("QumuloEvents.kql does not call QumuloParse on a line of its own");
  const source = [
    "Events",
    "| where isnull(starttime) or IngestionTime >= starttime",
    "| where isnull(endtime) or IngestionTime < endtime",
    "| where not(unverifiedOnly) or not(SenderVerified)",
  ];
  const own = new Map([...parameters].filter(([name]) => name !== "rows")).set("unverifiedOnly", "false");
  const passedByCaller = [
    "starttime",
    "endtime",
    "operations",
    "statuses",
    "users",
    "clients",
    "pathPrefixes",
    "protocols",
  ];
  const file = { parameters: own, body: [...source, filters].join("\n") };
  const rendered = renderFunction(file, [...passedByCaller, "unverifiedOnly"], {});
  return { parameters: rendered.parameters, body: rendered.query };
}

/** The functions that rules call. QumuloEventsCurrent reads the replay's table. */
const FUNCTIONS: Readonly<Record<string, SavedFunction>> = {
  ...sharedFunctions(),
  QumuloEventsCurrent: eventsCurrent(),
};

const functionsByException = new Map<string | undefined, Readonly<Record<string, SavedFunction>>>([
  [undefined, FUNCTIONS],
]);

/** Returns the functions for rules with an exception. The same exception returns the same object, so that queries are bound once. */
export function parsedFunctions(isExcepted: string | undefined): Readonly<Record<string, SavedFunction>> {
  const known = functionsByException.get(isExcepted);
  if (known !== undefined || isExcepted === undefined) return known ?? FUNCTIONS;
  const file = readKqlFile(join(__dirname, "../../components/detections"), "shared/Watched.kql");
  const passedByCaller = [...file.parameters.keys()].filter((name) => name !== "isExcepted");
  const { parameters, query } = renderFunction(file, passedByCaller, { isExcepted });
  const functions = { ...FUNCTIONS, Watched: { parameters, body: query } };
  functionsByException.set(isExcepted, functions);
  return functions;
}

const tables = new WeakMap<readonly ReplayEvent[], Table>();

/** Returns events as a table. The same events return the same table. */
export function tableOf(events: readonly ReplayEvent[]): Table {
  const found = tables.get(events) ?? replayedEvents(events, START);
  tables.set(events, found);
  return found;
}

/** Returns the time after which every rule has run on the last event. */
const endOf = (events: readonly ReplayEvent[]): number =>
  START + events.reduce((last, { at, delay = 2 }) => Math.max(last, at + delay), 0) * 1000 + 20 * MINUTE;

/** Replays a rule, and returns the alerts that it raises. */
export const parsedAlerts = (rule: Rule, events: readonly ReplayEvent[]): Alert[] =>
  replay(
    { tables: { Events: tableOf(events) }, functions: parsedFunctions(rule.isExcepted) },
    [
      {
        detection: rule.detections.length === 1 ? (rule.detections[0]?.id ?? "") : rule.name,
        severity: rule.severity,
        query: rule.query,
        everyMinutes: rule.everyMinutes,
        dimensions: rule.dimensions,
      },
    ],
    START,
    endOf(events),
  );
