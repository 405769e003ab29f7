import { dataFlows } from "../../components/collection/dataFlows";
import type { ReplayEvent } from "../../components/detections/replayCase";
import { type EventsTable, FUNCTION_NAME } from "../../components/events/functions";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { syslogContract } from "../../components/syslogContract";
import type { Database } from "../kql/run/database";
import { tableFrom } from "../kql/run/namedRows";
import type { Table } from "../kql/run/table";
import { syslogColumns, syslogRow } from "../workspace/syslog";
import { ingest, programFunctions, workspaceDatabase } from "../workspace/workspace";
import { eventBody } from "./eventBody";

/** Id of the machine that forwards the replayed events. */
export const FORWARDER =
  "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-qumulo-replay-0";
const COLLECTOR = { computer: "vm-qumulo-replay-0", resourceId: FORWARDER, workspaceId: "replay" };
/** The address of a sender that does not belong to the cluster. */
const STRANGER = "10.66.6.6";

let database: Database | undefined;

/** Returns the events as rows of the stream Microsoft-Syslog. `start` is the time at which the replay begins. */
function streamOf(events: readonly ReplayEvent[], start: number): Table {
  const rows = events.map((event) => {
    const time = start + event.at * 1000;
    const isJson = event.details !== undefined || event.ids !== undefined;
    const body = eventBody(event, isJson ? "json" : "csv");
    const { appName, facility, level } = syslogContract;
    const line = {
      facility: 16,
      severity: 6,
      time: new Date(time).toISOString(),
      host: `${event.cluster ?? "nas"}-${event.node ?? 1}`,
      appName: event.isUnverified ? appName.unverified : appName.event,
      processId: "-",
      message: event.isUnverified ? `peer=${STRANGER} ${body}` : body,
    };
    const received = new Date(time + (event.delay ?? 2) * 1000);
    return syslogRow({ facility: facility.name, severityLevel: level.syslogName, line }, COLLECTOR, received);
  });
  return tableFrom(syslogColumns, rows);
}

/** Returns the workspace's tables after the events have arrived. `syslogTime` is described at `ingest`. */
export const replayedTables = (
  events: readonly ReplayEvent[],
  start: number,
  table: EventsTable,
  syslogTime?: "TimeGenerated" | "EventTime",
): Readonly<Record<string, Table>> => ingest(dataFlows(table, KEEP_EVERYTHING), streamOf(events, start), syslogTime);

/** Returns the events as QumuloEvents returns them. */
export function replayedEvents(events: readonly ReplayEvent[], start: number): Table {
  const tables = replayedTables(events, start, "syslog");
  // All replays share one database, because binding a database's functions takes longer than most replays.
  database ??= workspaceDatabase(programFunctions("syslog", [FORWARDER]), tables);
  for (const [name, table] of Object.entries(tables)) database.set(name, table);
  return database.run(FUNCTION_NAME, new Date(start));
}
