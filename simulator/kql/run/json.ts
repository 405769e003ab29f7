import type { Dynamic } from "./value";

/**
 * Parses JSON as the Kusto engine does: integers of any size stay exact, for example file sizes and offsets above 2^53,
 * which JSON.parse would round. Undefined if the text is not JSON.
 */
export function readJson(text: string): Dynamic | undefined {
  // JSON.parse alone is faster, and does not round integers with fewer than 16 digits.
  if (!/\d{16}/.test(text)) return parse(text);
  const exact: bigint[] = [];
  const marked = text.replace(/("(?:[^"\\]|\\.)*")|-?\d{16,}(?![\d.eE])/g, (whole, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    exact.push(BigInt(whole));
    return `{"\uE000exact":${exact.length - 1}}`;
  });
  const read = parse(marked);
  return read === undefined ? undefined : restore(read, exact);
}

function parse(text: string): Dynamic | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function restore(value: Dynamic, exact: readonly bigint[]): Dynamic {
  if (Array.isArray(value)) return value.map((part) => restore(part, exact));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0] === "\uE000exact") {
    const whole = exact[Number(first[1])] ?? 0n;
    return whole >= -(2n ** 53n) && whole <= 2n ** 53n ? Number(whole) : whole;
  }
  return Object.fromEntries(entries.map(([key, part]) => [key, restore(part, exact)]));
}
