/**
 * Returns a text as a single shell word, quoted only if it contains special characters.
 * Example: `shellWord("rg-audit(prod)")` is `'rg-audit(prod)'`.
 */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
