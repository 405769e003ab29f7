/** Columns of the terminal; 80 where neither it nor COLUMNS says more than 0, as a terminal without a size does. */
export function terminalWidth(
  reported: number | undefined = process.stdout.columns,
  variable: string | undefined = process.env.COLUMNS,
): number {
  return [reported, Number(variable)].find((columns) => columns !== undefined && columns > 0) ?? 80;
}

// Names of files are anybody's: an escape sequence or a change of direction in one must not reach the terminal.
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A value as a terminal may show it: on one line, without control characters. */
export const printable = (value: unknown): string =>
  String(value ?? "")
    .replace(/\s/g, " ")
    .replace(UNPRINTABLE, "\ufffd");

/** Letters of a text, which is what a terminal counts for most of them. */
export const letters = (text: string): number => [...text].length;

/** A text in at most so many letters; the last one says that there was more. */
export const cut = (text: string, width: number): string =>
  letters(text) <= width ? text : `${[...text].slice(0, Math.max(0, width - 1)).join("")}…`;

/** A sentence on lines of at most so many letters, broken at blanks; a longer word has a line of its own. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && letters(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** The same for a text of several lines; those that are indented stay, because they are commands and lists. */
export const wrappedSentences = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => (line.startsWith(" ") ? line : wrapped(line, width)))
    .join("\n");
