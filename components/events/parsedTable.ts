import { jsonForm, KEY_TWICE } from "../filter/exactForms";
import { filterKql } from "../filter/filterKql";
import type { NoiseFilter } from "../filter/noiseFilter";
import { kql, readKqlFile, renderTransform, verbatim } from "../kqlFile";
import { syslogContract } from "../syslogContract";

/** Type of a column. Source: Microsoft.OperationalInsights/workspaces/tables, ColumnTypeEnum. */
export type ColumnType = "string" | "datetime" | "dynamic";

/** Columns of QumuloAudit_CL. Values that follow from these are computed by QumuloParse, so that they cost no storage. */
export const PARSED_COLUMNS: Readonly<Record<string, ColumnType>> = {
  /** Time of the event if Azure keeps it, else the time of arrival. */
  TimeGenerated: "datetime",
  /** Time of the event if TimeGenerated is the time of arrival, else empty. */
  EventTime: "datetime",
  /** `received` if the line has no readable time, else empty. */
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
 * Columns that only rows of earlier versions have a value for. They stay in the table, so that no stored value is lost. New
 * rows have their machine in `_ResourceId`, which is not billed.
 */
export const FORMER_COLUMNS: readonly string[] = ["Computer"];

/** The transformation of Syslog lines into rows of QumuloAudit_CL, without the events that the filter drops. */
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

/** The transformation that keeps the forwarders' reports about themselves, for Syslog. */
export const forwarderReports = (): string =>
  renderTransform(readKqlFile(__dirname, "forwarderReports.kql"), {
    forwarderName: kql(syslogContract.appName.forwarder),
  });
