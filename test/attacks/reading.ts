import { dataFlows } from "../../components/collection/dataFlows";
import { type EventsTable, FUNCTION_NAME } from "../../components/events/functions";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { rowsByName, tableFrom } from "../../simulator/kql/run/namedRows";
import { type SyslogRow, syslogColumns } from "../../simulator/workspace/syslog";
import { ingest, programFunctions, workspaceDatabase } from "../../simulator/workspace/workspace";

/** A row of QumuloEvents. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Runs QumuloEvents twice on the agent's rows: stored in Syslog, and stored in the parsed table. Returns the result for each
 * table.
 */
export function read(rows: readonly SyslogRow[]): Readonly<Record<EventsTable, Row[]>> {
  const forwarders = [...new Set(rows.map(({ _ResourceId }) => String(_ResourceId)))];
  const seen = (table: EventsTable) => {
    const tables = ingest(dataFlows(table, KEEP_EVERYTHING), tableFrom(syslogColumns, rows));
    return rowsByName(workspaceDatabase(programFunctions(table, forwarders), tables).run(FUNCTION_NAME, new Date()));
  };
  return { syslog: seen("syslog"), parsed: seen("parsed") };
}

/** Whether each wanted column of the row is equal to the wanted value or, if that is a regular expression, matches it. */
export const matches = (row: Row, wanted: Row): boolean =>
  Object.entries(wanted).every(([name, value]) =>
    value instanceof RegExp ? value.test(String(row[name])) : row[name] === value,
  );

/** Describes the columns in which a row differs from the wanted values. */
export const differences = (row: Row, wanted: Row): string =>
  Object.entries(wanted)
    .filter(([name, value]) => !matches(row, { [name]: value }))
    .map(
      ([name, value]) =>
        `${name} is ${JSON.stringify(row[name])?.slice(0, 200)} and not ${String(value).slice(0, 200)}`,
    )
    .join(", ");
