import type { SavedFunction, Schema } from "../kql/language";
import { Database } from "../kql/run/database";
import { rowsByName } from "../kql/run/namedRows";
import { RowRange } from "../kql/run/rowRange";
import type { Table } from "../kql/run/table";
import { columnText } from "../workspace/workspace";

/** The part of an alert rule that a replay needs. */
export interface ReplayedRule {
  readonly detection: string;
  readonly severity: string;
  readonly query: string;
  readonly everyMinutes: number;
  readonly dimensions: readonly string[];
}

/** An alert that Azure would send. */
export interface Alert {
  readonly detection: string;
  readonly severity: string;
  /** The time of the run that raised the alert. */
  readonly firedAt: string;
  readonly late: boolean;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly count: number;
  readonly firstEvent: string;
}

const MINUTE = 60_000;

/**
 * Returns the schema of the events and functions. Replays with the same columns and functions share one schema object:
 * for a new one, all queries would be bound again.
 */
function schemaOf(events: Table, functions: Readonly<Record<string, SavedFunction>>): Schema {
  const columns = columnText(events.columns);
  const known = schemas.get(functions);
  if (known !== undefined && known.tables.Events === columns) return known;
  const schema = { tables: { Events: columns }, functions };
  schemas.set(functions, schema);
  return schema;
}
const schemas = new WeakMap<object, Schema>();

/**
 * After this many runs without a result, Azure resolves an alert of a rule that runs every 5 to 15 minutes. Source:
 * learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule (three periods).
 */
const CLEAR_RUNS = 3;

/**
 * A run can find something only if an event arrived within this time before the run. Rules look for events that arrived
 * since their previous run, at most 15 minutes ago. Only the rule for nodes that have stopped sending waits for half an
 * hour.
 */
const LONGEST_WAIT = 60 * MINUTE;

/** Runs each rule at the times at which Azure would run it, on the events that had arrived by then. Returns the alerts. */
export function replay(
  events: Table,
  functions: Readonly<Record<string, SavedFunction>>,
  rules: readonly ReplayedRule[],
  from: number,
  to: number,
): Alert[] {
  const steps = replaySteps(events, functions, rules, from, to);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Replays like `replay`, but yields after each time at which rules ran, so that the caller can do something else in
 * between. With `everyRun`, rules also run at times at which they cannot find anything.
 */
export function* replaySteps(
  events: Table,
  functions: Readonly<Record<string, SavedFunction>>,
  rules: readonly ReplayedRule[],
  from: number,
  to: number,
  everyRun = false,
): Generator<number, Alert[]> {
  const database = new Database(schemaOf(events, functions));
  const arrived = events.columns.findIndex(({ name }) => name === "IngestionTime");
  const rows = [...events.rows].sort((a, b) => Number(a[arrived]) - Number(b[arrived]));
  const alerts: Alert[] = [];
  // The open alerts of each rule by their dimensions, with the number of runs since they were last found.
  const openAlerts = new Map(rules.map((rule) => [rule, new Map<string, number>()]));
  let end = 0;
  let read = -1;
  for (let at = Math.ceil(from / (5 * MINUTE)) * 5 * MINUTE; at <= to; at += 5 * MINUTE) {
    while (end < rows.length && Number(rows[end]?.[arrived]) <= at) end += 1;
    const newest = Number(rows[end - 1]?.[arrived] ?? 0);
    let hasRun = false;
    for (const [rule, open] of openAlerts) {
      if ((at / MINUTE) % rule.everyMinutes !== 0) continue;
      if (!everyRun && open.size === 0 && newest <= at - LONGEST_WAIT) continue;
      if (end !== read) database.set("Events", new RowRange(events.columns, rows, arrived, 0, end));
      read = end;
      hasRun = true;
      const found = rowsByName(database.run(rule.query, new Date(at)));
      const seen = new Set<string>();
      for (const row of found) {
        const dimensions = Object.fromEntries(rule.dimensions.map((name) => [name, String(row[name])]));
        const key = JSON.stringify(dimensions);
        seen.add(key);
        if (!open.has(key))
          alerts.push({
            detection: rule.detection,
            severity: rule.severity,
            firedAt: new Date(at).toISOString(),
            late: row.Late === true,
            dimensions,
            count: Number(row.Count),
            firstEvent: String(row.FirstEvent),
          });
        open.set(key, 0);
      }
      for (const [key, clear] of open) {
        if (seen.has(key)) continue;
        if (clear + 1 >= CLEAR_RUNS) open.delete(key);
        else open.set(key, clear + 1);
      }
    }
    if (hasRun) yield at;
  }
  return alerts;
}
