/** Formats text as code, and escapes bars so that a table may contain it. Example: `a|b` becomes `a\|b`. */
export const code = (text: unknown): string => (text === "" ? "" : `\`${String(text).replaceAll("|", "\\|")}\``);

/** Returns a table row. */
export const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Returns a table's header row and delimiter row. */
export const head = (...cells: readonly string[]): string[] => [row(...cells), row(...cells.map(() => "---"))];

/** Replaces a regular expression's first match. Throws if there is none. */
export function replaced(text: string, expression: RegExp, by: (match: RegExpExecArray) => string): string {
  const match = expression.exec(text);
  if (match === null) throw new Error(`no text matches ${expression}`);
  return text.slice(0, match.index) + by(match) + text.slice(match.index + match[0].length);
}

/** Replaces the lines between two marks in a page. Example of the marks: `<!-- settings -->` and `<!-- /settings -->`. */
export const between = (text: string, mark: string, lines: readonly string[]): string =>
  replaced(text, new RegExp(`(<!-- ${mark} -->)[\\s\\S]*?(<!-- /${mark} -->)`), ([, start = "", end = ""]) =>
    [start, "", ...lines, "", end].join("\n"),
  );
