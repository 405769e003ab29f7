import type { ReplayCase } from "../../../components/detections/replayCase";
import { type Rule, rules, sharedFunctions } from "../../../components/detections/rules";
import type { Table } from "../../../simulator/kql/run/table";
import { type Alert, replay } from "../../../simulator/replay/replay";
import { replayedEvents } from "../../../simulator/replay/replayedEvents";

const START = Date.parse("2026-11-27T12:00:00Z");
const MINUTE = 60_000;

/** All rules, with the honey path and the administrators' range that the cases assume. */
export const ALL_RULES = rules({ honeyPaths: ["/Finance/salaries"], adminCidrs: ["10.5.0.0/16"] });

/** The functions that rules call. QumuloEventsCurrent reads the replay's table. */
const functions = {
  ...sharedFunctions(),
  QumuloEventsCurrent: {
    parameters: [
      "starttime:datetime = datetime(null)",
      ...["operations", "statuses", "protocols", "pathPrefixes"].map((name) => `${name}:dynamic = dynamic([])`),
      "unverifiedOnly:bool = false",
    ].join(", "),
    body: [
      "Events",
      "| where IngestionTime > starttime and (not(unverifiedOnly) or not(SenderVerified))",
      "| where array_length(operations) == 0 or Operation has_any (operations)",
      "| where array_length(statuses) == 0 or OperationStatus has_any (statuses)",
      "| where array_length(protocols) == 0 or Protocol has_any (protocols)",
    ].join("\n"),
  },
};

const tables = new WeakMap<ReplayCase, Table>();
function tableOf(one: ReplayCase): Table {
  const found = tables.get(one) ?? replayedEvents(one.events, START);
  tables.set(one, found);
  return found;
}

/** Replays a case, and returns the alerts that the rule raises. */
export const alertsOf = (rule: Rule, one: ReplayCase): Alert[] =>
  replay(
    tableOf(one),
    functions,
    [
      {
        detection: rule.name,
        severity: rule.severity,
        query: rule.query,
        everyMinutes: rule.everyMinutes,
        dimensions: rule.dimensions,
      },
    ],
    START,
    // The replay lasts until every rule has run after the arrival of the last event.
    START + Math.max(...one.events.map(({ at, delay = 2 }) => at + delay)) * 1000 + 20 * MINUTE,
  );

/** Converts alerts to the form in which replay cases list expected alerts. */
export const asCase = (alerts: readonly Alert[]): (string | number)[][] =>
  alerts.map(({ dimensions, count }) => [...Object.values(dimensions), count]);
