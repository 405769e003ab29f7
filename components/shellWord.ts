/**
 * A text as one word of a shell, whatever it holds: plain where a shell takes it as it is, in single quotes otherwise.
 * Example: `shellWord("rg-audit(prod)")` is `'rg-audit(prod)'`.
 */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
