import { dataFlows } from "../../components/collection/dataFlows";
import type { EventsTable } from "../../components/events/functions";
import { isKept } from "../../components/filter/isKept";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import type { Preset } from "../../components/filter/presets";
import { syslogContract } from "../../components/syslogContract";
import { bodyOf } from "../delivery";
import type { Row, Table } from "../kql/run/table";
import { ingest } from "./workspace";

/** The billed size of a rehearsal's events with one table and one filter preset. */
export interface Billed {
  readonly table: EventsTable;
  readonly keep: Preset;
  /** Billed bytes, divided by the number of all events, even those that the filter drops. */
  readonly bytesPerEvent: number;
}

const TABLES: readonly EventsTable[] = ["syslog", "parsed"];
const PRESETS: readonly Preset[] = ["everything", "noNoise", "changesOnly"];

/** Computes the billed size of the same events with each table and filter preset. */
export function billing(events: Table): Billed[] {
  const [message, process] = ["SyslogMessage", "ProcessName"].map((name) =>
    events.columns.findIndex((column) => column.name === name),
  );
  const body = (row: Row) =>
    bodyOf({ SyslogMessage: String(row[message ?? -1]), ProcessName: String(row[process ?? -1]) });
  return TABLES.flatMap((table) =>
    PRESETS.map((keep) => {
      const filter = { ...KEEP_EVERYTHING, keep };
      const rows = events.rows.filter((row) => isKept(filter, body(row)));
      const tables = ingest(dataFlows(table, KEEP_EVERYTHING), { columns: events.columns, rows });
      const { columns, rows: stored } = tables[
        table === "syslog" ? syslogContract.table : syslogContract.parsedTable
      ] ?? {
        columns: [],
        rows: [],
      };
      const size = columns.findIndex(({ name }) => name === "_BilledSize");
      const bytes = stored.reduce((sum, row) => sum + Number(row[size]), 0);
      return { table, keep, bytesPerEvent: Math.round(bytes / Math.max(1, events.rows.length)) };
    }),
  );
}
