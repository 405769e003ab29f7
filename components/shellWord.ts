/**
 * A text as one word of a shell command. It is quoted only if it contains special characters.
 * Example: `shellWord("rg-audit(prod)")` is `'rg-audit(prod)'`.
 */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
