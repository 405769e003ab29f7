import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filterKql } from "../filter/filterKql";
import type { NoiseFilter } from "../filter/noiseFilter";
import { kql } from "../kqlFile";
import { syslogContract } from "../syslogContract";

/** Type of a column in a table resource. Source: Microsoft.OperationalInsights/workspaces/tables, ColumnTypeEnum. */
export type ColumnType = "string" | "datetime" | "dynamic";

/** Columns of QumuloAudit_CL. What follows from these is computed when it is read, so that nobody pays to store it. */
export const PARSED_COLUMNS: Readonly<Record<string, ColumnType>> = {
  /** The event's own time, where Azure keeps that. */
  TimeGenerated: "datetime",
  /** Only where TimeGenerated is the time of receipt. */
  EventTime: "datetime",
  /** `received` where the line says no time that can be read; else empty. */
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
 * Columns that only rows of earlier versions fill: they stay, so that a stack's table loses nothing, and cost nothing. The
 * machine that a row is from stands in `_ResourceId`, which is not billed.
 */
export const FORMER_COLUMNS: readonly string[] = ["Computer"];

/** A .kql file of this folder as one line without comments, as a rule wants its transformation. */
const oneLine = (file: string): string =>
  readFileSync(join(__dirname, file), "utf8")
    .split("\n")
    .filter((line) => !line.trim().startsWith("//"))
    .map((line) => line.trim())
    .join(" ")
    .trim();

/** The transformation of Syslog lines into rows of QumuloAudit_CL, without those that the filter drops. */
export function transform(filter: NoiseFilter): string {
  const kept = filterKql(filter);
  return kept === "" ? oneLine("transform.kql") : `${oneLine("transform.kql")} | ${kept}`;
}

/** Reports of the forwarders about themselves stay in Syslog. */
export const forwarderReports = (): string => `source | where ProcessName == ${kql(syslogContract.appName.forwarder)}`;
