import { ruleQuery } from "../../../components/alerts/ruleQuery";
import type { ReplayCase, ReplayEvent } from "../../../components/detections/replayCase";
import { type Rule, type RuleSettings, rules } from "../../../components/detections/rules";
import type { EventsTable } from "../../../components/events/functions";
import { type Alert, type ReplayedRule, replay } from "../../../simulator/replay/replay";
import { FORWARDER, replayedTables } from "../../../simulator/replay/replayedEvents";

/** When the replay of a case begins: the events' times count from then. */
export const START = Date.parse("2026-11-27T12:00:00Z");
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

/** Returns the part of a rule that a replay needs, with the rule's whole text or another query. */
export const replayedRule = (rule: Rule, query: string): ReplayedRule => ({
  detection: rule.detections.length === 1 ? (rule.detections[0]?.id ?? "") : rule.name,
  severity: rule.severity,
  query,
  everyMinutes: rule.everyMinutes,
  dimensions: rule.dimensions,
});

/** Returns a rule with its deployed text. */
export const deployedRule = (rule: Rule, table: EventsTable): ReplayedRule =>
  replayedRule(rule, ruleQuery(rule, { table, forwarders: [FORWARDER] }));

/** Returns the time at which the last event has arrived. */
export const lastArrival = (events: readonly ReplayEvent[]): number =>
  START + events.reduce((last, { at, delay = 2 }) => Math.max(last, at + delay), 0) * 1000;

/** Returns the time until which a replay lasts: every rule has then run after the arrival of the last event. */
export const endOf = (events: readonly ReplayEvent[]): number => lastArrival(events) + 20 * MINUTE;

/** Replays the rule's deployed text on a case, and returns the alerts that the rule raises. */
export const alertsOf = (rule: Rule, one: ReplayCase, { table, syslogTime }: Stored = { table: "syslog" }): Alert[] =>
  replay(
    { tables: replayedTables(one.events, START, table, syslogTime) },
    [deployedRule(rule, table)],
    START,
    endOf(one.events),
  );

/** Converts alerts to the form in which replay cases list expected alerts. */
export const asCase = (alerts: readonly Alert[]): (string | number)[][] =>
  alerts.map(({ dimensions, count }) => [...Object.values(dimensions), count]);
