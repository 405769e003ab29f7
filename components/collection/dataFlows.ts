import type { EventsTable } from "../events/functions";
import { forwarderReports, transform } from "../events/parsedTable";
import type { NoiseFilter } from "../filter/noiseFilter";
import { syslogContract } from "../syslogContract";

/**
 * Most characters of a transformation. Source: learn.microsoft.com/azure/azure-monitor/service-limits, data collection
 * rules.
 */
export const MOST_TRANSFORM_CHARACTERS = 15_360;

/** A way of the rule: from the stream to a table, through a transformation. */
export interface DataFlow {
  readonly streams: string[];
  readonly destinations: string[];
  readonly transformKql?: string;
  readonly outputStream?: string;
}

/**
 * The ways of a rule. Into Syslog nothing is changed. With a table of their own, events go through the transformation,
 * and what the forwarders say about themselves stays in Syslog.
 */
export function dataFlows({ table, ...filter }: NoiseFilter & { readonly table: EventsTable }): DataFlow[] {
  const flow = { streams: [syslogContract.stream], destinations: ["workspace"] };
  if (table === "syslog") return [flow];
  return [
    { ...flow, transformKql: transform(filter), outputStream: `Custom-${syslogContract.parsedTable}` },
    { ...flow, transformKql: forwarderReports(), outputStream: syslogContract.stream },
  ];
}
