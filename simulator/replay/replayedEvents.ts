import type { ReplayEvent } from "../../components/detections/replayCase";
import { FUNCTION_NAME } from "../../components/events/functions";
import { syslogContract } from "../../components/syslogContract";
import type { Database } from "../kql/run/database";
import { tableFrom } from "../kql/run/namedRows";
import type { Table } from "../kql/run/table";
import { syslogColumns, syslogRow } from "../workspace/syslog";
import { programFunctions, TABLES, workspaceDatabase } from "../workspace/workspace";

const COLLECTOR = {
  computer: "vm-qumulo-replay-0",
  resourceId: "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-qumulo-replay-0",
  workspaceId: "replay",
};
/** The address of a sender that does not belong to the cluster. */
const STRANGER = "10.66.6.6";

let database: Database | undefined;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Returns the events as a Syslog table. `start` is the time at which the replay begins. */
function syslogTable(events: readonly ReplayEvent[], start: number): Table {
  const rows = events.map((event) => {
    const time = start + event.at * 1000;
    const body = [
      event.client ?? "10.0.0.1",
      quoted(event.user ?? "AD\\eve"),
      event.protocol ?? "smb2",
      event.operation ?? "fs_read_data",
      event.status ?? "ok",
      "7",
      quoted(event.path ?? ""),
      quoted(event.target ?? ""),
    ].join(",");
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

/** Returns the events as QumuloEvents does, with their times of arrival as IngestionTime. */
export function replayedEvents(events: readonly ReplayEvent[], start: number): Table {
  // All replays share a database, because binding its functions takes longer than most replays.
  database ??= workspaceDatabase(programFunctions("syslog", [COLLECTOR.resourceId]), {
    [syslogContract.parsedTable]: { columns: TABLES[syslogContract.parsedTable] ?? [], rows: [] },
  });
  database.set(syslogContract.table, syslogTable(events, start));
  return database.run(`${FUNCTION_NAME} | extend IngestionTime = TimeGenerated`, new Date(start));
}
