/** Texts longer than this are not compared with names, because no known name is that long. */
const MOST_COMPARED = 80;

/**
 * Returns the known name that is most similar to a given one; undefined if none is similar. Example: `workspace` for
 * `wrokspace`.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > MOST_COMPARED) return undefined;
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, best.candidate.length / 3) ? best.candidate : undefined;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Returns the legal values that a wrong value may mean, the likeliest first. */
export type Near = (found: unknown) => readonly (string | number | boolean)[];

const TRUE = /^(true|yes|y|on|1|enabled?)$/i;
const FALSE = /^(false|no|n|off|0|disabled?)$/i;

/** Recognizes `true` and `false` in other words. Example: `yes`, `On` and 1 mean true. */
export const nearFlag: Near = (found) => {
  const text = textOf(found);
  return TRUE.test(text) ? [true] : FALSE.test(text) ? [false] : [];
};

/** Finds the nearest whole number from `lowest` to `highest`. Example: `two` means 2, and `64 GiB` means 64. */
export const nearWhole =
  (lowest: number, highest: number): Near =>
  (found) => {
    const number = numberOf(found);
    return number === undefined ? [] : [Math.min(Math.max(Math.round(number), lowest), highest)];
  };

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/**
 * Finds the names that a text may mean if it is in another case, has other punctuation, or is mistyped. Example:
 * `azure-nativ` means `azureNative`.
 */
export const nearSpelling =
  (names: readonly string[]): Near =>
  (found) => {
    const text = textOf(found);
    const near = nearest(text, names);
    return [...names.filter((name) => lettersOf(name) === lettersOf(text)), ...(near === undefined ? [] : [near])];
  };

/** Finds the names that `nearSpelling` finds, and names that contain the text. Example: `azure` means `azureNative`. */
export const nearChoice =
  (names: readonly string[]): Near =>
  (found) => {
    const given = lettersOf(textOf(found));
    const part = names.filter((name) => given.length > 2 && lettersOf(name).includes(given));
    return [...nearSpelling(names)(found), ...part];
  };

const textOf = (found: unknown): string =>
  typeof found === "string" || typeof found === "number" || typeof found === "boolean"
    ? String(found).trim().slice(0, MOST_COMPARED)
    : "";

/** Converts a duration to days. Example: `7 years` is 2556.75. */
export function daysOf(found: unknown): number | undefined {
  const days = /year/i.test(textOf(found)) ? 365.25 : /month/i.test(textOf(found)) ? 30 : 1;
  const number = numberOf(found);
  return number === undefined ? undefined : number * days;
}

/** Example: `64.5 GiB`. */
const NUMBER = /^(-?\d+(?:\.\d+)?)\s*[a-z]*$/i;
const WORDS = [
  ...["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
  ...["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
];
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/**
 * Converts a value to a number, even if the value is in words, has a unit or contains thousands separators. Example:
 * `1,000 GiB` is 1000.
 */
export function numberOf(found: unknown): number | undefined {
  if (typeof found === "number") return found;
  const text = typeof found === "string" ? textOf(found).toLowerCase() : "";
  const digits = NUMBER.exec(text.replace(/(\d)[,_'](?=\d{3}\b)/g, "$1"))?.[1];
  if (digits !== undefined) return Number(digits);
  const parts = text.split(/[\s-]+/).map((word) => {
    const ten = TENS.indexOf(word);
    return ten >= 0 ? (ten + 2) * 10 : WORDS.indexOf(word);
  });
  return parts.length > 2 || parts.includes(-1) ? undefined : parts.reduce((sum, part) => sum + part, 0);
}
