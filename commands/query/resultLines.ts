import { rowsByName } from "../../simulator/kql/run/namedRows";
import type { Table } from "../../simulator/kql/run/table";
import { csvLines, tableLines } from "../printTable";
import type { Rehearsed } from "../rehearse/outFolder";
import type { Options } from "./options";
import { withoutTexts } from "./queryHabits";

/** If not all columns fit the terminal, only these are shown. */
const FIRST_COLUMNS = ["EventTime", "UserName", "ClientIP", "Operation", "FilePath", "HostName", "SyslogMessage"];
/** Matches operators with which a query itself chooses its columns and their order. */
const CHOOSES_COLUMNS = /\|\s*(project|summarize|distinct)\b/;

/** Returns a query's result as lines in the chosen format. Pure. */
export function resultLines(
  result: Table,
  { query, format }: Pick<Options, "query" | "format">,
  width: number,
): string[] {
  const rows = rowsByName(result);
  switch (format) {
    case "json":
      return rows.map((row) => JSON.stringify(row));
    case "csv":
      return csvLines(
        result.columns.map(({ name }) => name),
        rows,
      );
    case "table":
      return tableLines(rows, width, CHOOSES_COLUMNS.test(withoutTexts(query)) ? [] : FIRST_COLUMNS);
  }
}

/**
 * Returns a text that names the rehearsal that wrote the tables, and a later rehearsal, if any, that has not finished.
 * Pure.
 */
export function sourceLine({ stack, at, unfinished }: Rehearsed): string {
  const source = `These are the tables of the rehearsal of stack '${stack}' at ${minute(at)}.`;
  if (unfinished === undefined) return source;
  return `${source} A later one, of stack '${unfinished.stack}' at ${minute(unfinished.at)}, has failed or is still running.`;
}

/** Example: `2026-11-27 14:00 UTC`. */
const minute = (time: string): string => `${time.slice(0, 16).replace("T", " ")} UTC`;
