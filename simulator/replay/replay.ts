import type { SavedFunction, Schema } from "../kql/language";
import { Database } from "../kql/run/database";
import { rowsByName } from "../kql/run/namedRows";
import { RowRange } from "../kql/run/rowRange";
import type { Row, Table } from "../kql/run/table";
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

/** The time range of a rule's query, in milliseconds. Source: Azure/azure-monitor-docs, alerts-create-log-alert-rule. */
const QUERY_RANGE = 2 * 24 * 60 * MINUTE;

/** A stored table. Its rows arrive at the time in `_TimeReceived`. */
export interface StoredTable extends Table {
  readonly name: string;
}

/**
 * Returns the schema of the events and functions. Replays with the same columns and functions share one schema object:
 * for a new one, all queries would be bound again.
 */
function schemaOf(name: string, events: Table, functions: Readonly<Record<string, SavedFunction>>): Schema {
  const columns = columnText(events.columns);
  const known = schemas.get(functions);
  if (known !== undefined && known.tables[name] === columns) return known;
  const schema = { tables: { [name]: columns }, functions };
  schemas.set(functions, schema);
  return schema;
}
const schemas = new WeakMap<object, Schema>();

/** Returns those of the first `end` rows whose TimeGenerated is in the time range of a rule that runs now. */
function visible({ columns, rows, sortedBy }: Table, end: number, now: number): Table {
  const generated = columns.findIndex(({ name }) => name === "TimeGenerated");
  const isVisible = (row: Row) => generated < 0 || Number(row[generated]) >= now - QUERY_RANGE;
  const range = new RowRange(columns, rows, sortedBy, Math.max(0, rows.findIndex(isVisible)), end);
  return range.rows.every(isVisible) ? range : { columns, rows: range.rows.filter(isVisible), sortedBy };
}

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

/**
 * Runs each rule at the times at which Azure would run it, on the events that had arrived by then. Returns the alerts. The rules
 * read a stored table, or else the table `Events`, whose rows arrive at the time in `IngestionTime`.
 */
export function replay(
  events: Table | StoredTable,
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
  events: Table | StoredTable,
  functions: Readonly<Record<string, SavedFunction>>,
  rules: readonly ReplayedRule[],
  from: number,
  to: number,
  everyRun = false,
): Generator<number, Alert[]> {
  const name = "name" in events ? events.name : "Events";
  const database = new Database(schemaOf(name, events, functions));
  const arrived = events.columns.findIndex(
    (one) => one.name === ("name" in events ? "_TimeReceived" : "IngestionTime"),
  );
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
      if (end !== read) database.set(name, visible({ columns: events.columns, rows, sortedBy: arrived }, end, at));
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
