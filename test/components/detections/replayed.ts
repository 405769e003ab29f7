import type { ReplayCase } from "../../../components/detections/replayCase";
import { type Rule, rules, sharedFunctions } from "../../../components/detections/rules";
import type { Table } from "../../../simulator/kql/run/table";
import { type Alert, replay } from "../../../simulator/replay/replay";
import { replayedEvents } from "../../../simulator/replay/replayedEvents";

const START = Date.parse("2026-11-27T12:00:00Z");
const MINUTE = 60_000;

/** The rules, with the decoy and the administrators' range of the cases. */
export const ALL_RULES = rules({ honeyPaths: ["/Finance/salaries"], adminCidrs: ["10.5.0.0/16"] });

/** The functions that a rule calls. QumuloEventsCurrent reads the table of the replay. */
const functions = {
  ...sharedFunctions(),
  QumuloEventsCurrent: {
    parameters:
      "starttime:datetime = datetime(null), endtime:datetime = datetime(null), operations:dynamic = dynamic([])",
    body: "Events | where IngestionTime > starttime and (array_length(operations) == 0 or Operation has_any (operations) or OperationStatus has_any (operations))",
  },
};

const tables = new WeakMap<ReplayCase, Table>();
function tableOf(one: ReplayCase): Table {
  const found = tables.get(one) ?? replayedEvents(one.events, START);
  tables.set(one, found);
  return found;
}

/** The alerts that a rule raises in a case. */
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
    // Until every rule has run after the last event has arrived.
    START + Math.max(...one.events.map(({ at, delay = 2 }) => at + delay)) * 1000 + 20 * MINUTE,
  );

/** Alerts in the form of a case. */
export const asCase = (alerts: readonly Alert[]): (string | number)[][] =>
  alerts.map(({ dimensions, count }) => [...Object.values(dimensions), count]);
