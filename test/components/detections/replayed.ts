import { ruleQuery } from "../../../components/alerts/ruleQuery";
import type { ReplayCase } from "../../../components/detections/replayCase";
import { type Rule, type RuleSettings, rules } from "../../../components/detections/rules";
import type { EventsTable } from "../../../components/events/functions";
import { type Alert, replay } from "../../../simulator/replay/replay";
import { FORWARDER, replayedTables } from "../../../simulator/replay/replayedEvents";

const START = Date.parse("2026-11-27T12:00:00Z");
const MINUTE = 60_000;

/** The decoys and the administrators' range that the cases assume. The optional detection is enabled. */
export const SETTINGS: RuleSettings = {
  honeyPaths: ["/Finance/salaries", "/Legal/merger.docx"],
  adminCidrs: ["10.5.0.0/16"],
  changes: { metadataBurst: { enabled: true } },
};

/** All rules, without exceptions. */
export const ALL_RULES = rules(SETTINGS);

/** Where a replay stores events. Without `syslogTime`, TimeGenerated in Syslog is the event's arrival time. */
export interface Stored {
  readonly table: EventsTable;
  readonly syslogTime?: "EventTime";
}

/** Replays the rule's deployed text on a case, and returns the alerts that the rule raises. */
export const alertsOf = (rule: Rule, one: ReplayCase, { table, syslogTime }: Stored = { table: "syslog" }): Alert[] =>
  replay(
    { tables: replayedTables(one.events, START, table, syslogTime) },
    [
      {
        detection: rule.name,
        severity: rule.severity,
        query: ruleQuery(rule, { table, forwarders: [FORWARDER] }),
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
