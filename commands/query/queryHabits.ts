/** What people write who come from other languages, and what KQL has for it. */
interface Habit {
  /** Found outside quotes; the first group is the place, else all of it. */
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
  { seen: /~=/, meant: "Did you mean =~? It takes capital and small letters for the same." },
  { seen: /&&/, meant: "Did you mean and?" },
  { seen: /\|\|/, meant: "Did you mean or?" },
  { seen: /=>/, meant: "Did you mean >=?" },
  { seen: /=</, meant: "Did you mean <=?" },
  {
    seen: /\bis\s+(?:not\s+)?null\b/i,
    meant: "Did you mean isempty(NAME)? Of numbers and times: isnull(NAME).",
  },
  {
    seen: /[=!]=\s*(null)\b/i,
    meant: "Did you mean isempty(NAME)? Of numbers and times: isnull(NAME).",
  },
  {
    seen: /\bnot\s+(?:in|contains|has|startswith|endswith)\b/i,
    meant: "Did you mean !in, !contains, !has? No blank stands behind !.",
  },
  { seen: /\bnot\s+(?=\w)/i, meant: "not takes parentheses: not(IsSuccess)." },
  {
    seen: /\b(?:not\s+)?(?:i?like)\b/i,
    meant: "Did you mean contains, startswith or endswith? They take text without %.",
  },
  { seen: /\bgroup\s+by\b/i, meant: "Did you mean summarize count() by ...?" },
  { seen: /\bcount\(\s*(\*)\s*\)/i, meant: "Did you mean count()?" },
  {
    seen: /\bago\(\s*(\d+\s*[a-z]+|\d+)\s*\)/i,
    meant: "A span of time is written 1d, 2h or 30m, without a blank: ago(1d).",
  },
  { seen: /\bin\s+(?=["'\w])/i, meant: 'in takes a list in parentheses: in ("a", "b").' },
  { seen: /\b(?:sort|order)\s+(?!by\b)\w+/i, meant: "Did you mean sort by?" },
  { seen: /\btop\s+\d+\s+(?!by\b)\w+/i, meant: "top takes by: top 10 by EventTime." },
  { seen: /\|\s*((?:first|head)\b)/i, meant: "Did you mean take?" },
  { seen: /\|\s*((?:take|limit))\s*(?=$|\|)/i, meant: "It takes a number: take 10." },
  { seen: /(?<![\w.])if\(/, meant: "Did you mean iff(CONDITION, THEN, ELSE)?" },
  { seen: /\bequals?\b/i, meant: "Did you mean ==?" },
  { seen: /\bmatches\b(?!\s+regex)/i, meant: "Did you mean matches regex?" },
  { seen: /#|--/, meant: "A comment begins with //." },
  { seen: /(?<![\w(-])\d{4}-\d\d-\d\d\b/, meant: "A time is written so: datetime(2026-01-31 08:00)." },
  { seen: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}\b/, meant: 'Text stands in quotes: "10.0.0.1".' },
  {
    seen: /(?:==|!=|=~|!~|\b(?:contains|has|startswith|endswith|hasprefix|hassuffix))\s*(\/[^\s|]*)/,
    meant: "Text stands in quotes.",
  },
  { seen: /\|\s*$/, meant: "Behind | stands what to do, for example take 10." },
  { seen: /^\s*(\|)/, meant: "A query begins with a table: QumuloEvents | take 10" },
  {
    seen: /^\s*\w+\s+((?:where|take|limit|count|summarize|project|extend|sort|order|top|distinct)\b)/i,
    meant: "| is missing before it.",
  },
];

/** The query with blanks for what stands in quotes, so that places stay; comments, too. */
export const withoutTexts = (query: string): string =>
  query.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/.*/g, (text) =>
    text.length < 2 ? text : `${text[0]}${" ".repeat(text.length - 2)}${text.at(-1)}`,
  );

/** A hint for what is no KQL, with its place in the query. */
export interface Hint {
  readonly hint: string;
  readonly start: number;
  readonly length: number;
}

/** The first habit of another language in a query that is refused. Undefined: none is known. */
export function habitIn(query: string): Hint | undefined {
  const code = withoutTexts(query);
  for (const { seen, meant } of HABITS) {
    const found = new RegExp(seen.source, `${seen.flags}d`).exec(code);
    const place = found?.indices?.[1] ?? found?.indices?.[0];
    if (place !== undefined) return { hint: meant, start: place[0], length: place[1] - place[0] };
  }
  return undefined;
}
