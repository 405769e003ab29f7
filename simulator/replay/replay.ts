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

/** An alert, and the rule that has raised it. */
export interface Fired<Rule> {
  readonly rule: Rule;
  readonly alert: Alert;
}

const MINUTE = 60_000;
/** The time range of a rule's query, in milliseconds. Source: Azure/azure-monitor-docs, alerts-create-log-alert-rule. */
const QUERY_RANGE = 2 * 24 * 60 * MINUTE;

/** What the rules read. */
export interface Workspace {
  /** The tables by name. Each has its rows' time of arrival in a column `_TimeReceived` or `IngestionTime`. */
  readonly tables: Readonly<Record<string, Table>>;
  /**
   * The functions that the rules call, by name. Default: none, because deployed rules contain the functions they call.
   */
  readonly functions?: Readonly<Record<string, SavedFunction>>;
}

const NO_FUNCTIONS: Readonly<Record<string, SavedFunction>> = {};

/**
 * Returns a workspace's schema. Replays with the same columns and functions share one schema object: for a new one, all
 * queries would be bound again.
 */
function schemaOf({ tables, functions = NO_FUNCTIONS }: Workspace): Schema {
  const columns = Object.entries(tables).map(([name, table]) => [name, columnText(table.columns)] as const);
  const key = JSON.stringify(columns);
  const known = schemas.get(functions) ?? new Map<string, Schema>();
  const schema = known.get(key) ?? { tables: Object.fromEntries(columns), functions };
  schemas.set(functions, known.set(key, schema));
  return schema;
}
const schemas = new WeakMap<object, Map<string, Schema>>();

/** The rows of a table, sorted by the time of their arrival. */
class ArrivingRows {
  private readonly arrived: number;
  private readonly generated: number;
  private readonly rows: readonly Row[];
  /** How many rows have arrived. */
  private end = 0;

  constructor(private readonly table: Table) {
    const indexOf = (...names: string[]) => table.columns.findIndex(({ name }) => names.includes(name));
    [this.arrived, this.generated] = [indexOf("_TimeReceived", "IngestionTime"), indexOf("TimeGenerated")];
    this.rows = [...table.rows].sort((a, b) => this.time(a) - this.time(b));
  }

  private time = (row: Row | undefined): number => Number(row?.[this.arrived] ?? 0);

  /** Moves forward to a time, and returns the latest time of arrival until then; 0 if no row has arrived. */
  advance(at: number): number {
    while (this.end < this.rows.length && this.time(this.rows[this.end]) <= at) this.end += 1;
    return this.time(this.rows[this.end - 1]);
  }

  /**
   * Returns the rows that a rule reads if it runs now, at the time `at`: those of the last two days that have arrived.
   */
  within(at: number): Table {
    const isInRange = (row: Row) => this.generated < 0 || Number(row[this.generated]) >= at - QUERY_RANGE;
    const { columns } = this.table;
    const start = this.rows.findIndex(isInRange);
    const { rows, end, arrived } = this;
    const range = new RowRange(columns, rows, arrived, Math.max(0, start), end);
    return range.rows.every(isInRange) ? range : { columns, rows: range.rows.filter(isInRange), sortedBy: arrived };
  }
}

/**
 * After this many runs without a result, Azure resolves an alert of a rule that runs every 5 to 15 minutes. Source:
 * learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule (three periods).
 */
const CLEAR_RUNS = 3;

/**
 * A run can find something only if a row arrived within this time before the run, in milliseconds. Rules look for
 * events that arrived since their previous run, at most 15 minutes ago. Only one rule looks back further: it gives a
 * node that has stopped sending audit events half an hour to start again.
 */
export const LONGEST_WAIT = 60 * MINUTE;

/**
 * Runs each rule at the times at which Azure would run it, on the rows that had arrived by then. Returns the alerts. With
 * `everyRun`, rules also run at times at which they cannot find anything.
 */
export function replay(
  workspace: Workspace,
  rules: readonly ReplayedRule[],
  from: number,
  to: number,
  everyRun = false,
): Alert[] {
  const steps = replaySteps(workspace, rules, from, to, everyRun);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value.map(({ alert }) => alert);
  }
}

/**
 * Replays like `replay`, but yields each rule after its run, so that the caller can do something else in between.
 */
export function* replaySteps<Rule extends ReplayedRule>(
  workspace: Workspace,
  rules: readonly Rule[],
  from: number,
  to: number,
  everyRun = false,
): Generator<Rule, Fired<Rule>[]> {
  const database = new Database(schemaOf(workspace));
  const arriving = Object.entries(workspace.tables).map(([name, table]) => [name, new ArrivingRows(table)] as const);
  const fired: Fired<Rule>[] = [];
  // The open alerts of each rule by their dimensions, with the number of runs since they were last found.
  const openAlerts = new Map(rules.map((rule) => [rule, new Map<string, number>()]));
  for (let at = Math.ceil(from / (5 * MINUTE)) * 5 * MINUTE; at <= to; at += 5 * MINUTE) {
    const newest = Math.max(...arriving.map(([, rows]) => rows.advance(at)));
    const due = [...openAlerts].filter(
      ([{ everyMinutes }, open]) =>
        (at / MINUTE) % everyMinutes === 0 && (everyRun || open.size > 0 || newest > at - LONGEST_WAIT),
    );
    if (due.length === 0) continue;
    for (const [name, rows] of arriving) database.set(name, rows.within(at));
    for (const [rule, open] of due) {
      const found = rowsByName(database.run(rule.query, new Date(at)));
      const seen = new Set<string>();
      for (const row of found) {
        const dimensions = Object.fromEntries(rule.dimensions.map((name) => [name, String(row[name])]));
        const key = JSON.stringify(dimensions);
        seen.add(key);
        if (!open.has(key)) fired.push({ rule, alert: alertOf(rule, row, dimensions, at) });
        open.set(key, 0);
      }
      for (const [key, clear] of open) {
        if (seen.has(key)) continue;
        if (clear + 1 >= CLEAR_RUNS) open.delete(key);
        else open.set(key, clear + 1);
      }
      yield rule;
    }
  }
  return fired;
}

const alertOf = (
  rule: ReplayedRule,
  row: Readonly<Record<string, unknown>>,
  dimensions: Readonly<Record<string, string>>,
  at: number,
): Alert => ({
  // A rule that several detections share names the detection in a dimension.
  detection: dimensions.Detection ?? rule.detection,
  severity: rule.severity,
  firedAt: new Date(at).toISOString(),
  late: row.Late === true,
  dimensions,
  count: Number(row.Count),
  firstEvent: String(row.FirstEvent),
});
