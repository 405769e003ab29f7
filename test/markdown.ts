/** Text as code, in a table too. Example: `a|b` becomes `a\|b`. */
export const code = (text: unknown): string => (text === "" ? "" : `\`${String(text).replaceAll("|", "\\|")}\``);

/** A row of a table. */
export const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** The first two rows of a table. */
export const head = (...cells: readonly string[]): string[] => [row(...cells), row(...cells.map(() => "---"))];

/** Replaces the first match of an expression; throws if there is none. */
export function replaced(text: string, expression: RegExp, by: (match: RegExpExecArray) => string): string {
  const match = expression.exec(text);
  if (match === null) throw new Error(`no text matches ${expression}`);
  return text.slice(0, match.index) + by(match) + text.slice(match.index + match[0].length);
}

/** A page with new lines between two marks. Example of the marks: `<!-- settings -->` and `<!-- /settings -->`. */
export const between = (text: string, mark: string, lines: readonly string[]): string =>
  replaced(text, new RegExp(`(<!-- ${mark} -->)[\\s\\S]*?(<!-- /${mark} -->)`), ([, start = "", end = ""]) =>
    [start, "", ...lines, "", end].join("\n"),
  );
