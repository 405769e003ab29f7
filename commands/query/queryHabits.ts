/** A construct that is not KQL, often from another language, and a hint that says what to write instead. */
interface Habit {
  /**
   * Matches the construct in a query without its quoted text. The error has carets (^) below the first capture group,
   * or below the whole match if there is no group.
   */
  readonly seen: RegExp;
  readonly meant: string;
}

const HABITS: readonly Habit[] = [
  {
    seen: /^\s*(select\b)/i,
    meant: "This is SQL. KQL begins with a table: QumuloEvents | take 10",
  },
  { seen: /[“”„‘’]/, meant: "The query needs straight quotes: \" or '." },
  { seen: /===/, meant: "Did you mean ==?" },
  { seen: /!==/, meant: "Did you mean !=?" },
  { seen: /~=/, meant: "Did you mean =~? It ignores case." },
  { seen: /&&/, meant: "Did you mean and?" },
  { seen: /\|\|/, meant: "Did you mean or?" },
  { seen: /=>/, meant: "Did you mean >=?" },
  { seen: /=</, meant: "Did you mean <=?" },
  {
    seen: /\bis\s+(?:not\s+)?null\b/i,
    meant: "Did you mean isempty(NAME)? For numbers and times: isnull(NAME).",
  },
  {
    seen: /[=!]=\s*(null)\b/i,
    meant: "Did you mean isempty(NAME)? For numbers and times: isnull(NAME).",
  },
  {
    seen: /\bnot\s+(?:in|contains|has|startswith|endswith)\b/i,
    meant: "Did you mean !in, !contains, !has? No space follows !.",
  },
  { seen: /\bnot\s+(?=\w)/i, meant: "not needs parentheses: not(IsSuccess)." },
  {
    seen: /\b(?:not\s+)?(?:i?like)\b/i,
    meant: "Did you mean contains, startswith or endswith? Their text has no %.",
  },
  { seen: /\bgroup\s+by\b/i, meant: "Did you mean summarize count() by ...?" },
  { seen: /\bcount\(\s*(\*)\s*\)/i, meant: "Did you mean count()?" },
  {
    seen: /\bago\(\s*(\d+\s*[a-z]+|\d+)\s*\)/i,
    meant: "Write a timespan as 1d, 2h or 30m, without a space: ago(1d).",
  },
  { seen: /\bin\s+(?=["'\w])/i, meant: 'in needs a list in parentheses: in ("a", "b").' },
  { seen: /\b(?:sort|order)\s+(?!by\b)\w+/i, meant: "Did you mean sort by?" },
  { seen: /\btop\s+\d+\s+(?!by\b)\w+/i, meant: "top needs by: top 10 by EventTime." },
  { seen: /\|\s*((?:first|head)\b)/i, meant: "Did you mean take?" },
  { seen: /\|\s*((?:take|limit))\s*(?=$|\|)/i, meant: "It needs a number: take 10." },
  { seen: /(?<![\w.])if\(/, meant: "Did you mean iff(CONDITION, THEN, ELSE)?" },
  { seen: /\bequals?\b/i, meant: "Did you mean ==?" },
  { seen: /\bmatches\b(?!\s+regex)/i, meant: "Did you mean matches regex?" },
  { seen: /#|--/, meant: "A comment begins with //." },
  { seen: /(?<![\w(-])\d{4}-\d\d-\d\d\b/, meant: "Write a time as datetime(2026-01-31 08:00)." },
  { seen: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}\b/, meant: 'Write text in quotes: "10.0.0.1".' },
  {
    // Example: `where FilePath startswith /finance`.
    seen: /(?:==|!=|=~|!~|\b(?:contains|has|startswith|endswith|hasprefix|hassuffix))\s*(\/[^\s|]*)/,
    meant: "Write text in quotes.",
  },
  { seen: /\|\s*$/, meant: "An operator must follow |, for example take 10." },
  { seen: /^\s*(\|)/, meant: "A query begins with a table: QumuloEvents | take 10" },
  {
    // Example: `QumuloEvents where IsSuccess`.
    seen: /^\s*\w+\s+((?:where|take|limit|count|summarize|project|extend|sort|order|top|distinct)\b)/i,
    meant: "| is missing before it.",
  },
];

/**
 * Returns a query in which spaces replace all but the first and last characters of each quoted text and comment, so
 * that all positions stay the same.
 */
export const withoutTexts = (query: string): string =>
  query.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/.*/g, (text) =>
    text.length < 2 ? text : `${text[0]}${" ".repeat(text.length - 2)}${text.at(-1)}`,
  );

/** A hint about a construct that is not KQL, with the construct's position in the query. */
export interface Hint {
  readonly hint: string;
  readonly start: number;
  readonly length: number;
}

/** Returns the hint for the first habit in HABITS that a query contains; undefined if it contains none. */
export function habitIn(query: string): Hint | undefined {
  const code = withoutTexts(query);
  for (const { seen, meant } of HABITS) {
    const found = new RegExp(seen.source, `${seen.flags}d`).exec(code);
    const range = found?.indices?.[1] ?? found?.indices?.[0];
    if (range !== undefined) return { hint: meant, start: range[0], length: range[1] - range[0] };
  }
  return undefined;
}
