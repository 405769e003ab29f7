/** Widest cell of a printed table. */
const WIDEST = 60;

/** Prints rows as a table for a terminal; long cells are cut. */
export function printTable(rows: readonly Readonly<Record<string, unknown>>[]): void {
  const [first] = rows;
  if (first === undefined) {
    console.log("no rows");
    return;
  }
  const cell = (value: unknown) => {
    const text = String(value ?? "").replace(/\s/g, " ");
    return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
  };
  const names = Object.keys(first);
  const widths = names.map((name) => Math.max(name.length, ...rows.map((one) => cell(one[name]).length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  console.log(line(names));
  console.log(line(widths.map((width) => "-".repeat(width))));
  for (const one of rows) console.log(line(names.map((name) => cell(one[name]))));
  console.log(`${rows.length} ${rows.length === 1 ? "row" : "rows"}`);
}
