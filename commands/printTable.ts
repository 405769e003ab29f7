import { cut, letters, printable } from "./terminal";

/** Greatest width of a column. */
const WIDEST = 60;
/** A column is never cut to less than this width. */
const NARROWEST = 10;
const GAP = 2;

type Cells = Readonly<Record<string, unknown>>;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
/** Returns a value as text. Trailing zeros in a time's fraction of a second are removed. */
const shown = (value: unknown): string => {
  const text = printable(value);
  return TIME.test(text) ? text.replace(/(\.\d*?)0+Z$/, "$1Z").replace(".Z", "Z") : text;
};

/**
 * Returns the rows as lines of a table that fits the terminal's width. The widest columns are cut first; times are
 * never cut. If not all columns fit even when cut, only the first that fit are shown: of those in `preferred`, if the
 * rows have any of these, or else of all. A line below the table then gives the number of hidden columns.
 */
export function tableLines(rows: readonly Cells[], width: number, preferred: readonly string[] = []): string[] {
  const [first] = rows;
  if (first === undefined) return ["no rows"];
  const given = Object.keys(first);
  const columns = given.map((name) => columnOf(name, rows));
  const chosen = preferred.flatMap((name) => columns[given.indexOf(name)] ?? []);
  const all = chosen.length > 0 && fitting(columns, width) < columns.length ? chosen : columns;
  const count = fitting(all, width);
  const names = all.slice(0, count).map(({ name }) => name);
  const cells = rows.map((row) => names.map((name) => shown(row[name])));
  const left = given.length - count;
  const widths = narrowed(all.slice(0, count), width - GAP * (names.length - 1));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => {
        const room = widths[index] ?? 0;
        const shown = cut(text, room);
        return `${shown}${" ".repeat(room - letters(shown))}`;
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  return [
    line(names),
    line(widths.map((room) => "-".repeat(room))),
    ...cells.map(line),
    `${rows.length} ${rows.length === 1 ? "row" : "rows"}`,
    ...(left === 0 ? [] : [`Hidden columns: ${left}. Choose columns with | project, or print all with --json.`]),
  ];
}

/** The width that a column needs to be shown uncut, and the smallest width to which it can be cut. */
interface ColumnWidth {
  readonly name: string;
  readonly wanted: number;
  readonly narrowest: number;
}

function columnOf(name: string, rows: readonly Cells[]): ColumnWidth {
  const cells = rows.map((row) => shown(row[name]));
  const wanted = Math.min(WIDEST, Math.max(letters(name), ...cells.map(letters)));
  return { name, wanted, narrowest: cells.some((cell) => TIME.test(cell)) ? wanted : Math.min(wanted, NARROWEST) };
}

/** Returns how many columns, counted from the left, fit at their smallest widths; at least 1. */
function fitting(columns: readonly ColumnWidth[], width: number): number {
  let used = -GAP;
  const count = columns.findIndex(({ narrowest }) => {
    used += GAP + narrowest;
    return used > width;
  });
  return count < 0 ? columns.length : Math.max(1, count);
}

/** Narrows the widest column repeatedly, each time by one character, until all columns fit or none can be narrowed. */
function narrowed(columns: readonly ColumnWidth[], room: number): number[] {
  const widths = columns.map(({ wanted }) => wanted);
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const open = widths.map((one, index) => (one > (columns[index]?.narrowest ?? 0) ? one : 0));
    const widest = open.indexOf(Math.max(...open));
    if ((open[widest] ?? 0) === 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

const csvCell = (value: unknown): string => {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Returns the rows as lines of CSV, uncut, with the column names in the first line. Source: RFC 4180. */
export function csvLines(names: readonly string[], rows: readonly Cells[]): string[] {
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((line) => line.map(csvCell).join(","));
}
