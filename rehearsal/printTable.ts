import { cut, letters, printable } from "./terminal";

/** Widest cell of a table. */
const WIDEST = 60;
/** A column that is narrower than this says nothing. */
const NARROWEST = 10;
const GAP = 2;

type Cells = Readonly<Record<string, unknown>>;

/**
 * Rows as the lines of a table that fits a terminal. Wide columns are cut first; columns that have no room are named
 * below the table.
 */
export function tableLines(rows: readonly Cells[], width: number): string[] {
  const [first] = rows;
  if (first === undefined) return ["no rows"];
  const all = Object.keys(first);
  const cells = rows.map((row) => all.map((name) => printable(row[name])));
  const wanted = all.map((name, index) =>
    Math.min(WIDEST, Math.max(letters(name), ...cells.map((row) => letters(row[index] ?? "")))),
  );
  const count = fitting(wanted, width);
  const names = all.slice(0, count);
  const natural = wanted.slice(0, count);
  const left = all.length - count;
  const widths = narrowed(natural, width - GAP * (names.length - 1));
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
    ...cells.map((row) => line(row.slice(0, count))),
    `${rows.length} ${rows.length === 1 ? "row" : "rows"}`,
    ...(left === 0 ? [] : [`Columns without room here: ${left}. Choose with | project, or print all with --json.`]),
  ];
}

/** How many columns have room, each at its narrowest; the first one always. */
function fitting(wanted: readonly number[], width: number): number {
  let used = -GAP;
  const count = wanted.findIndex((one) => {
    used += GAP + Math.min(one, NARROWEST);
    return used > width;
  });
  return count < 0 ? wanted.length : Math.max(1, count);
}

/** Takes from the widest column until all fit. */
function narrowed(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= NARROWEST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

const csvCell = (value: unknown): string => {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows as CSV with a line of names, uncut. Source: RFC 4180. */
export function csvLines(names: readonly string[], rows: readonly Cells[]): string[] {
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((line) => line.map(csvCell).join(","));
}
