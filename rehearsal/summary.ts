import { FUNCTION_NAME } from "../components/events/functions";
import { rowsByName, type Table } from "../kql/run/run";
import type { Account } from "./account";
import { tableLines } from "./printTable";
import type { Billed } from "./tables/billing";
import { wrapped } from "./terminal";

/** What a person reads after a rehearsal. */
export interface Summary {
  readonly account: Account;
  /** Lines that were sent and are no events to be kept. */
  readonly others: number;
  /** What QumuloEvents gives. */
  readonly events: Table;
  readonly billing: readonly Billed[];
  /** Folder with the results. */
  readonly out: string;
}

/** Events that are shown. */
const SHOWN = 10;

/** The summary as lines that fit a terminal of the given width. Pure. */
export function summaryLines({ account, others, events, billing, out }: Summary, width: number): string[] {
  const rows = rowsByName(events);
  const counts = new Map<string, number>();
  for (const { ParseStatus } of rows) counts.set(String(ParseStatus), (counts.get(String(ParseStatus)) ?? 0) + 1);
  const { sent, rows: arrived, lost, duplicated } = account;
  return [
    `${sent} events sent, ${arrived} rows, lost = ${lost}, duplicated = ${duplicated}`,
    ...(others > 0
      ? [wrapped(`The forwarder drops ${others} more: they are not Qumulo's, or the filter excludes them.`, width)]
      : []),
    `${FUNCTION_NAME} reads them: ${[...counts].map(([name, count]) => `${count} ${name}`).join(", ")}.`,
    ...unparsedLines(counts.get("unparsed") ?? 0),
    "",
    `The newest ${Math.min(SHOWN, rows.length)}, in UTC:`,
    ...tableLines(newest(rows), width).slice(0, -1),
    "",
    ...billingLines(billing, counts, width),
    "",
    `Tables are in ${out}. Ask them a question:`,
    `  npm run query --${out === "rehearsal-out" ? "" : ` --out ${out}`} '${QUESTION}'`,
  ];
}

const QUESTION = `${FUNCTION_NAME} | summarize Events = count() by OperationClass`;

const unparsedLines = (count: number): string[] =>
  count === 0
    ? []
    : [
        `  Look at the unparsed: npm run query -- '${FUNCTION_NAME} | where ParseStatus == "unparsed"`,
        "    | project RawMessage'",
      ];

/** The newest events in the columns that a person looks at first; who and what come before where. */
function newest(rows: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown>[] {
  return [...rows]
    .sort((a, b) => String(b.EventTime).localeCompare(String(a.EventTime)))
    .slice(0, SHOWN)
    .map(({ EventTime, UserName, ClientIP, Operation, FilePath, RawMessage, ParseStatus }) => ({
      Time: String(EventTime ?? "")
        .replace("T", " ")
        .slice(5, 19),
      User: UserName,
      Client: ClientIP,
      Operation,
      Path: ParseStatus === "unparsed" ? RawMessage : FilePath,
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
  return [
    "Billed bytes for each event that has arrived, by events.table and events.keep:",
    ...tableLines(table, width).slice(0, -1),
    wrapped(
      `These are the bytes of the lines above, of which ${json} % are JSON, which is about twice as long as CSV. docs/events.md has the figures for CSV in the mix of a cluster at work, so they differ.`,
      width,
    ),
  ];
}
