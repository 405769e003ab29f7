/**
 * Returns the width that the terminal reports, or else the value of the variable COLUMNS, or else 80. A terminal
 * without a size reports 0.
 */
export function terminalWidth(
  reported: number | undefined = process.stdout.columns,
  variable: string | undefined = process.env.COLUMNS,
): number {
  return [reported, Number(variable)].find((columns) => columns !== undefined && columns > 0) ?? 80;
}

// Anybody can create a file name with an escape sequence or with a character that changes the writing direction. Both
// must be kept from the terminal.
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Returns a value as text on one line. U+FFFD replaces each unprintable character. */
export const printable = (value: unknown): string =>
  String(value ?? "")
    .replace(/\s/g, " ")
    .replace(UNPRINTABLE, "\ufffd");

/** Returns the number of characters in a text. Most characters are one column wide on a terminal. */
export const letters = (text: string): number => [...text].length;

/** Cuts a text to a width. If something is cut off, the last character is an ellipsis. */
export const cut = (text: string, width: number): string =>
  letters(text) <= width ? text : `${[...text].slice(0, Math.max(0, width - 1)).join("")}…`;

/** Wraps a text at spaces. A word that is longer than the width has a line of its own. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && letters(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** Wraps each line of a text. Indented lines are not wrapped, because they are commands and lists. */
export const wrappedSentences = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => (line.startsWith(" ") ? line : wrapped(line, width)))
    .join("\n");
