import { z } from "zod";
import type { DataFlow } from "../../components/collection/dataFlows";
import { type EventsTable, functions } from "../../components/events/functions";
import { PARSED_COLUMNS } from "../../components/events/parsedTable";
import type { SavedFunction as RenderedFunction } from "../../components/kqlFile";
import { syslogContract } from "../../components/syslogContract";
import type { DeployedArtifacts } from "../engine/graph";
import type { SavedFunction, Schema } from "../kql/language";
import { rowSize } from "../kql/rowSize";
import { Database } from "../kql/run/database";
import type { Table } from "../kql/run/table";
import { noneOf, numberOf, type Value } from "../kql/run/value";
import type { Column } from "../kql/tree";
import { syslogColumns } from "./syslog";

/** Text columns that every table has. Source: learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns. */
const STANDARD: readonly Column[] = ["TenantId", "Type", "_ResourceId", "_SubscriptionId", "_IsBillable"].map(
  (name) => ({
    name,
    type: "string",
  }),
);
const BILLED_SIZE: Column = { name: "_BilledSize", type: "real" };
/** The time at which Azure received the row. Source: the same page. */
const TIME_RECEIVED: Column = { name: "_TimeReceived", type: "datetime" };
const parsedColumns: readonly Column[] = [
  ...Object.entries(PARSED_COLUMNS).map(([name, type]) => ({ name, type })),
  ...STANDARD,
  TIME_RECEIVED,
  BILLED_SIZE,
];
/** The tables that hold events, with their columns. */
export const TABLES: Readonly<Record<string, readonly Column[]>> = {
  [syslogContract.table]: [...syslogColumns, TIME_RECEIVED],
  [syslogContract.parsedTable]: parsedColumns,
};

/** Returns columns as KQL declares them. Example: `(['TimeGenerated']: datetime)`. */
export const columnText = (columns: readonly Column[]): string =>
  `(${columns.map(({ name, type }) => `['${name}']: ${type}`).join(", ")})`;
const tableSchema = Object.fromEntries(Object.entries(TABLES).map(([name, columns]) => [name, columnText(columns)]));

/** Returns the workspace's schema with the given saved functions. */
export const workspaceSchema = (saved: Readonly<Record<string, SavedFunction>>): Schema => ({
  tables: tableSchema,
  functions: saved,
});

const ruleInputs = z.object({
  dataFlows: z.array(z.object({ transformKql: z.string().optional(), outputStream: z.string().optional() })),
});
const searchInputs = z.object({ functionAlias: z.string(), functionParameters: z.string(), query: z.string() });

/** Returns functions as a schema needs them. */
export const schemaFunctions = (
  rendered: Readonly<Record<string, RenderedFunction>>,
): Readonly<Record<string, SavedFunction>> =>
  Object.fromEntries(
    Object.entries(rendered).map(([name, { query: body, parameters }]) => [name, { body, parameters }]),
  );

/** Returns the saved functions, by name, that this program deploys for an events table and these forwarder ids. */
export const programFunctions = (
  table: EventsTable,
  forwarders: readonly string[] = [],
): Readonly<Record<string, SavedFunction>> =>
  schemaFunctions(Object.fromEntries(functions(table, forwarders).map((one) => [one.name, one])));

/** Returns the saved functions that a stack has deployed, by name. */
export function deployedFunctions(artifacts: DeployedArtifacts): Record<string, SavedFunction> {
  return Object.fromEntries(
    artifacts.all("azure-native:operationalinsights:SavedSearch").map(({ inputs }) => {
      const { functionAlias, functionParameters: parameters, query: body } = searchInputs.parse(inputs);
      return [functionAlias, { parameters, body }];
    }),
  );
}

/** Returns the data flows of the stack's collection rule. */
export const deployedDataFlows = (artifacts: DeployedArtifacts): Pick<DataFlow, "transformKql" | "outputStream">[] =>
  ruleInputs.parse(artifacts.all("azure-native:monitor:DataCollectionRule")[0]?.inputs).dataFlows;

/**
 * Maximum size of a field in bytes. Azure truncates longer fields. Source: learn.microsoft.com/azure/azure-monitor/fundamentals/
 * service-limits, Logs Ingestion API. Whether the limit applies to the agent's lines is not verified (docs/verified.md).
 */
export const LONGEST_FIELD = 65_536;

/** Truncates a field to LONGEST_FIELD, without splitting a character. */
function cutField(value: Value): Value {
  if (typeof value !== "string" || value.length * 3 <= LONGEST_FIELD) return value;
  const bytes = Buffer.from(value);
  if (bytes.length <= LONGEST_FIELD) return value;
  let end = LONGEST_FIELD;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}

/** A day in milliseconds. */
const DAY = 86_400_000;

/**
 * Returns the TimeGenerated that Azure stores: the given time, if it is at most two days before and at most one day after the
 * time of receipt, or else the time of receipt.
 * Source: learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns, TimeGenerated.
 */
function storedTime(time: Value, received: Value): Value {
  const age = (numberOf(received) ?? 0) - (numberOf(time) ?? 0);
  return age > 2 * DAY || age < -DAY ? received : time;
}

/**
 * Sends a stream's rows through data flows to the workspace's tables, and computes the rows' billed sizes. The stream's
 * TimeGenerated is the time of receipt. In a transformation, `now()` is the time at which the last row was received.
 * `syslogTime` is the stream's column that Syslog stores as TimeGenerated (docs/verified.md).
 */
export function ingest(
  flows: readonly Pick<DataFlow, "transformKql" | "outputStream">[],
  given: Table,
  syslogTime: "TimeGenerated" | "EventTime" = "TimeGenerated",
): Record<string, Table> {
  const stream = { columns: given.columns, rows: given.rows.map((row) => row.map(cutField)) };
  const tables: Record<string, Table> = Object.fromEntries(
    Object.entries(TABLES).map(([name, columns]) => [name, { columns, rows: [] }]),
  );
  for (const { transformKql = "source", outputStream = syslogContract.stream } of flows) {
    const name = outputStream.replace(/^(Custom|Microsoft)-/, "");
    const columns = TABLES[name];
    if (columns === undefined) throw new Error(`the rule sends to ${outputStream}, and there is no table ${name}`);
    const standard = (column: string) => stream.columns.findIndex((one) => one.name === column);
    const receivedAt = standard("TimeGenerated");
    const last = stream.rows.reduce((latest, row) => Math.max(latest, numberOf(row[receivedAt]) ?? 0), 0);
    const made = transformed(transformKql, stream, new Date(last));
    const plan = columns.map(({ name: column, type }) => ({
      at: made.columns.findIndex((one) => one.name === column),
      // A transformed row keeps its source row's standard columns, even if the transformation does not project them.
      from: STANDARD.some((one) => one.name === column) ? standard(column) : -1,
      column,
      none: noneOf(type),
    }));
    const rows = made.rows.map((row, index) => {
      const source = made.sources[index] ?? [];
      const received = source[receivedAt] ?? null;
      const values = plan.map(({ at, from, column, none }) => {
        if (column === "Type") return name;
        if (column === TIME_RECEIVED.name) return received;
        const value = (at >= 0 ? row[at] : source[from]) ?? none;
        if (column !== "TimeGenerated") return value;
        return storedTime(name === syslogContract.table ? (source[standard(syslogTime)] ?? value) : value, received);
      });
      const size = columns.findIndex((column) => column.name === BILLED_SIZE.name);
      values[size] = rowSize(columns, values);
      return values;
    });
    tables[name] = { columns, rows: [...(tables[name]?.rows ?? []), ...rows] };
  }
  return tables;
}

/** Runs a transformation. Returns the resulting rows and, in `sources`, the source row of each. */
function transformed(transform: string, stream: Table, now: Date) {
  const numbered = {
    columns: [...stream.columns, { name: "_row", type: "long" }],
    rows: stream.rows.map((row, index) => [...row, index]),
  };
  const database = new Database({ tables: { source: columnText(numbered.columns) } });
  database.set("source", numbered);
  // The transformation must also return the column _row, which contains the number of the source row.
  const numbering = transform.replace(/\| project /, "| project _row, ");
  const { columns, rows } = database.run(numbering, now);
  const at = columns.findIndex(({ name }) => name === "_row");
  return { columns, rows, sources: rows.map((row) => stream.rows[Number(row[at])] ?? []) };
}

/** Returns a database with the workspace's tables and the given saved functions. */
export function workspaceDatabase(
  saved: Readonly<Record<string, SavedFunction>>,
  tables: Readonly<Record<string, Table>>,
): Database {
  const database = new Database(workspaceSchema(saved));
  for (const [name, table] of Object.entries(tables)) database.set(name, table);
  return database;
}
