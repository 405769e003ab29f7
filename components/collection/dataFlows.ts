import type { EventsTable } from "../events/functions";
import { forwarderReports, transform } from "../events/parsedTable";
import type { NoiseFilter } from "../filter/noiseFilter";
import { syslogContract } from "../syslogContract";

/**
 * Maximum length of a transformation, in characters.
 * Source: learn.microsoft.com/azure/azure-monitor/service-limits, data collection rules.
 */
export const MOST_TRANSFORM_CHARACTERS = 15_360;

/** A collection rule's data flow: from a stream to a table, with an optional transformation. */
export interface DataFlow {
  readonly streams: string[];
  readonly destinations: string[];
  readonly transformKql?: string;
  readonly outputStream?: string;
}

/**
 * Returns the collection rule's data flows. If events are stored in Syslog, there is one flow, without a transformation. If
 * events are stored in QumuloAudit_CL, there are two flows: one transforms the events, the other stores the forwarders'
 * reports about themselves in Syslog.
 */
export function dataFlows(table: EventsTable, filter: NoiseFilter): DataFlow[] {
  const flow = { streams: [syslogContract.stream], destinations: ["workspace"] };
  if (table === "syslog") return [flow];
  return [
    { ...flow, transformKql: transform(filter), outputStream: `Custom-${syslogContract.parsedTable}` },
    { ...flow, transformKql: forwarderReports(), outputStream: syslogContract.stream },
  ];
}
