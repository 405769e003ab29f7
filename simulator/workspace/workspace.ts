import { z } from "zod";
import type { DataFlow } from "../../components/collection/dataFlows";
import { type EventsTable, functions } from "../../components/events/functions";
import { PARSED_COLUMNS } from "../../components/events/parsedTable";
import { syslogContract } from "../../components/syslogContract";
import type { DeployedArtifacts } from "../engine/graph";
import type { SavedFunction, Schema } from "../kql/language";
import { rowSize } from "../kql/rowSize";
import { Database } from "../kql/run/database";
import type { Table } from "../kql/run/table";
import { noneOf, numberOf, type Value } from "../kql/run/value";
import type { Column } from "../kql/tree";
import { syslogColumns } from "./syslog";

/** Columns that every table has. Source: learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns. */
const STANDARD: readonly Column[] = ["TenantId", "Type", "_ResourceId", "_SubscriptionId", "_IsBillable"].map(
  (name) => ({
    name,
    type: "string",
  }),
);
const BILLED_SIZE: Column = { name: "_BilledSize", type: "real" };
/** When Azure got the row: in Syslog, as the stand-in fills it, TimeGenerated is the same. Source: the same. */
const TIME_RECEIVED: Column = { name: "_TimeReceived", type: "datetime" };
const parsedColumns: readonly Column[] = [
  ...Object.entries(PARSED_COLUMNS).map(([name, type]) => ({ name, type })),
  ...STANDARD,
  TIME_RECEIVED,
  BILLED_SIZE,
];
/** Tables of the workspace that events are in. */
export const TABLES: Readonly<Record<string, readonly Column[]>> = {
  [syslogContract.table]: syslogColumns,
  [syslogContract.parsedTable]: parsedColumns,
};

const columnText = (columns: readonly Column[]): string =>
  `(${columns.map(({ name, type }) => `['${name}']: ${type}`).join(", ")})`;
const tableSchema = Object.fromEntries(Object.entries(TABLES).map(([name, columns]) => [name, columnText(columns)]));

/** A schema of the workspace with its functions. */
export const workspaceSchema = (saved: Readonly<Record<string, SavedFunction>>): Schema => ({
  tables: tableSchema,
  functions: saved,
});

const ruleInputs = z.object({
  dataFlows: z.array(z.object({ transformKql: z.string().optional(), outputStream: z.string().optional() })),
});
const searchInputs = z.object({ functionAlias: z.string(), functionParameters: z.string(), query: z.string() });

/** The functions that this program has for a choice of table and the ids of forwarders, by name. */
export const programFunctions = (
  table: EventsTable,
  forwarders: readonly string[] = [],
): Record<string, SavedFunction> =>
  Object.fromEntries(
    functions(table, forwarders).map(({ name, query: body, parameters }) => [name, { body, parameters }]),
  );

/** The functions that a stack puts into the workspace. */
export function deployedFunctions(shipped: DeployedArtifacts): Record<string, SavedFunction> {
  return Object.fromEntries(
    shipped.all("azure-native:operationalinsights:SavedSearch").map(({ inputs }) => {
      const { functionAlias, functionParameters: parameters, query: body } = searchInputs.parse(inputs);
      return [functionAlias, { parameters, body }];
    }),
  );
}

/** The ways of the stack's rule. */
export const deployedDataFlows = (shipped: DeployedArtifacts): Pick<DataFlow, "transformKql" | "outputStream">[] =>
  ruleInputs.parse(shipped.all("azure-native:monitor:DataCollectionRule")[0]?.inputs).dataFlows;

/**
 * Most bytes that Azure keeps of a field; the rest is cut off. Source: learn.microsoft.com/azure/azure-monitor/fundamentals/
 * service-limits, Logs Ingestion API. Whether it holds for what the agent sends is a line of docs/verified.md.
 */
export const LONGEST_FIELD = 65_536;

/** A field as it is kept: cut between two characters. */
function kept(value: Value): Value {
  if (typeof value !== "string" || value.length * 3 <= LONGEST_FIELD) return value;
  const bytes = Buffer.from(value);
  if (bytes.length <= LONGEST_FIELD) return value;
  let end = LONGEST_FIELD;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}

/** Milliseconds of a day. */
const DAY = 86_400_000;

/**
 * TimeGenerated as Azure keeps it: one that is more than two days older than the receipt, or more than a day younger, is
 * replaced by the receipt. Source: learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns, TimeGenerated.
 */
function keptTime(time: Value, received: Value): Value {
  const age = (numberOf(received) ?? 0) - (numberOf(time) ?? 0);
  return age > 2 * DAY || age < -DAY ? received : time;
}

/**
 * What the rows of the stream become: the tables of the workspace, each with what its rows are billed. TimeGenerated of the
 * stream is when Azure got a row; the transformation runs when it has got the last of them.
 */
export function ingest(
  flows: readonly Pick<DataFlow, "transformKql" | "outputStream">[],
  given: Table,
): Record<string, Table> {
  const stream = { columns: given.columns, rows: given.rows.map((row) => row.map(kept)) };
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
      // Standard columns come with the row; only a transformation that keeps them names them.
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
        return column === "TimeGenerated" ? keptTime(value, received) : value;
      });
      const size = columns.findIndex((column) => column.name === BILLED_SIZE.name);
      values[size] = rowSize(columns, values);
      return values;
    });
    tables[name] = { columns, rows: [...(tables[name]?.rows ?? []), ...rows] };
  }
  return tables;
}

/** Rows of a transformation, each with the row that it came from: one row in, at most one row out. */
function transformed(transform: string, stream: Table, now: Date) {
  const numbered = {
    columns: [...stream.columns, { name: "_row", type: "long" }],
    rows: stream.rows.map((row, index) => [...row, index]),
  };
  const database = new Database({ tables: { source: columnText(numbered.columns) } });
  database.set("source", numbered);
  // The number travels along, so that the standard columns of a row are found again.
  const numbering = transform.replace(/\| project /, "| project _row, ");
  const { columns, rows } = database.run(numbering, now);
  const at = columns.findIndex(({ name }) => name === "_row");
  return { columns, rows, sources: rows.map((row) => stream.rows[Number(row[at])] ?? []) };
}

/** The workspace's tables with a stack's functions over them. */
export function workspaceDatabase(
  saved: Readonly<Record<string, SavedFunction>>,
  tables: Readonly<Record<string, Table>>,
): Database {
  const database = new Database(workspaceSchema(saved));
  for (const [name, table] of Object.entries(tables)) database.set(name, table);
  return database;
}
