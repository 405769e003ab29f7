import { join } from "node:path";
import { counted } from "../../components/counted";
import { FUNCTION_NAME } from "../../components/events/functions";
import { shellWord } from "../../components/shellWord";
import { rowsByName } from "../../simulator/kql/run/namedRows";
import type { Message } from "../../simulator/qumulo/messages";
import type { Rehearsal } from "../../simulator/rehearse";
import type { Billed } from "../../simulator/workspace/billing";
import { tableLines } from "../printTable";
import { cut, printable, wrapped } from "../terminal";
import { DEFAULT_OUT } from "./options";
import { ARC_SCRIPT } from "./outFolder";

/** Greatest number of events that are shown. */
const SHOWN = 10;

/** Returns the summary of a rehearsal as lines that fit the terminal. `out` is the results folder. Pure. */
export function summaryLines(rehearsal: Rehearsal, out: string, width: number): string[] {
  const { lines, delivery, missing, outputs, stored } = rehearsal;
  const rows = rowsByName(stored.events);
  const counts = new Map<string, number>();
  for (const { ParseStatus } of rows) counts.set(String(ParseStatus), (counts.get(String(ParseStatus)) ?? 0) + 1);
  const { sent, rows: arrived, lost, duplicated } = delivery;
  const dropped = lines - sent;
  return [
    ...(dropped > 0
      ? [
          wrapped(
            `${counted(lines, "line")} sent. The forwarder drops ${dropped} of them, as it should: those that are not from Qumulo, and those that the stack's events settings exclude.`,
            width,
          ),
        ]
      : []),
    `${counted(sent, "event")} sent, ${counted(arrived, "row")}, lost = ${lost}, duplicated = ${duplicated}`,
    ...missingLines(missing, duplicated, width),
    `${FUNCTION_NAME} reads them: ${[...counts].map(([name, count]) => `${count} ${name}`).join(", ")}.`,
    ...incompleteLines(counts, out),
    ...unverifiedLines(rows, width),
    "",
    `The newest ${Math.min(SHOWN, rows.length)}, in UTC:`,
    ...tableLines(newest(rows), width).slice(0, -1),
    "",
    ...billingLines(stored.billing, counts, width),
    "",
    wrapped(`The tables are in the folder '${out}'.`, width),
    `To query them:`,
    `  ${queryOf(out)} '${EXAMPLE_QUERY}'`,
    ...(outputs.arcOnboardingScript === undefined
      ? []
      : [wrapped(`\nThe script for the Arc server is in '${join(out, ARC_SCRIPT)}'.`, width)]),
  ];
}

const EXAMPLE_QUERY = `${FUNCTION_NAME} | summarize Events = count() by OperationClass`;

/** Greatest number of lost events that are shown. */
const MISSING_SHOWN = 3;

/** Returns lines that list some of the lost events, and say whether changed events have replaced them. */
function missingLines(missing: readonly Message[], duplicated: number, width: number): string[] {
  if (missing.length === 0) return [];
  const changed =
    duplicated > 0
      ? `The table has ${duplicated} rows that nobody sent: the forwarder has cut or changed these events. docs/forwarder.md lists the events that it changes.`
      : "No other row replaces them.";
  return [
    wrapped(`No row contains these events as they were sent. ${changed}`, width),
    ...missing
      .slice(0, MISSING_SHOWN)
      .map(({ host, body = "" }) =>
        cut(`  ${host}, ${Buffer.byteLength(body)} bytes: ${printable(cut(body, width))}`, width),
      ),
    ...(missing.length > MISSING_SHOWN ? [`  and ${missing.length - MISSING_SHOWN} more`] : []),
  ];
}

/** Returns the beginning of the command that queries the tables. */
const queryOf = (out: string): string => `npm run query --${out === DEFAULT_OUT ? "" : ` --out ${shellWord(out)}`}`;

/** Values of ParseStatus for lines that were not read completely. */
const INCOMPLETE = ["unparsed", "csv-cut", "json-cut"];

function incompleteLines(counts: ReadonlyMap<string, number>, out: string): string[] {
  const found = INCOMPLETE.filter((form) => counts.has(form));
  if (found.length === 0) return [];
  const forms = found.map((form) => `"${form}"`).join(", ");
  return [
    `  The lines with ParseStatus ${found.join(", ")}: ${queryOf(out)} '${FUNCTION_NAME}`,
    `    | where ParseStatus in (${forms}) | project RawMessage'`,
  ];
}

/** Returns a line that explains why SenderVerified is false for some events. */
function unverifiedLines(rows: readonly Readonly<Record<string, unknown>>[], width: number): string[] {
  const count = rows.filter(({ SenderVerified }) => SenderVerified === false).length;
  if (count === 0) return [];
  return [
    wrapped(
      `SenderVerified is false for ${counted(count, "event")}: their header names no cluster of this stack. The published samples are from other clusters.`,
      width,
    ),
  ];
}

/** Returns the newest events, with only the columns that the summary shows. */
function newest(rows: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown>[] {
  return [...rows]
    .sort((a, b) => String(b.EventTime).localeCompare(String(a.EventTime)))
    .slice(0, SHOWN)
    .map(({ EventTime, UserName, ClientIP, Operation, FilePath, RawMessage, ParseStatus }) => ({
      EventTime: String(EventTime ?? "")
        .replace("T", " ")
        .slice(5, 19),
      UserName,
      ClientIP,
      Operation,
      FilePath: ParseStatus === "unparsed" ? RawMessage : FilePath,
    }));
}

function billingLines(billing: readonly Billed[], counts: ReadonlyMap<string, number>, width: number): string[] {
  const keeps = [...new Set(billing.map(({ keep }) => keep))];
  const table = [...new Set(billing.map((one) => one.table))].map((name) => ({
    "events.table": name,
    ...Object.fromEntries(
      keeps.map((keep) => [keep, billing.find((one) => one.table === name && one.keep === keep)?.bytesPerEvent]),
    ),
  }));
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const json = Math.round(((counts.get("json") ?? 0) * 100) / Math.max(1, all));
  const mix = json === 0 ? "" : `: ${json} % of them are JSON, which is about twice as long as CSV`;
  return [
    "Billed bytes per event that has arrived, by events.table and events.keep:",
    ...tableLines(table, width).slice(0, -1),
    wrapped(
      `These figures are for the lines of this rehearsal${mix}. Those in docs/events.md are for CSV lines in the mix of a production cluster.`,
      width,
    ),
  ];
}
