import { jsonForm, KEY_TWICE } from "../filter/exactForms";
import { filterKql } from "../filter/filterKql";
import type { NoiseFilter } from "../filter/noiseFilter";
import { kql, readKqlFile, renderTransform, verbatim } from "../kqlFile";
import { syslogContract } from "../syslogContract";

/** A column's type. Source: Microsoft.OperationalInsights/workspaces/tables, ColumnTypeEnum. */
export type ColumnType = "string" | "datetime" | "dynamic";

/**
 * Columns of QumuloAudit_CL that this program declares, in addition to Azure's own. QumuloParse computes the other columns of
 * QumuloEvents in each query, so they cost no storage.
 */
export const PARSED_COLUMNS: Readonly<Record<string, ColumnType>> = {
  /** The event's time if Azure keeps it, otherwise the time of arrival. */
  TimeGenerated: "datetime",
  /** The event's time if TimeGenerated is the time of arrival, otherwise empty. */
  EventTime: "datetime",
  /** `received` if the line has no readable time, otherwise empty. */
  TimeStatus: "string",
  Computer: "string",
  HostName: "string",
  ProcessName: "string",
  ClientIP: "string",
  UserID: "string",
  UserSid: "string",
  UserAuthId: "string",
  Protocol: "string",
  Operation: "string",
  OperationStatus: "string",
  FileId: "string",
  FilePath: "string",
  TargetPath: "string",
  Details: "dynamic",
  RawMessage: "string",
};

/**
 * Columns that have a value only in rows stored by earlier versions of this program. These columns stay in the table, so that
 * no stored value is lost. New rows name their machine in `_ResourceId`, which is not billed.
 */
export const FORMER_COLUMNS: readonly string[] = ["Computer"];

/** Returns the transformation that turns Syslog lines into QumuloAudit_CL rows and leaves out events that the filter drops. */
export function transform(filter: NoiseFilter): string {
  const rows = renderTransform(readKqlFile(__dirname, "transform.kql"), {
    eventName: kql(syslogContract.appName.event),
    escapedName: kql(syslogContract.appName.escaped),
    unverifiedName: kql(syslogContract.appName.unverified),
    exactJson: verbatim(jsonForm("re2")),
    keyTwice: verbatim(KEY_TWICE),
  });
  const kept = filterKql(filter);
  return kept === "" ? rows : `${rows} | ${kept}`;
}

/** Returns the transformation that keeps only the forwarders' reports about themselves, for the table Syslog. */
export const forwarderReports = (): string =>
  renderTransform(readKqlFile(__dirname, "forwarderReports.kql"), {
    forwarderName: kql(syslogContract.appName.forwarder),
  });
