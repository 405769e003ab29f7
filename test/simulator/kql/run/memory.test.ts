import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Database } from "../../../../simulator/kql/run/database";
import { RowRange } from "../../../../simulator/kql/run/rowRange";
import type { Row } from "../../../../simulator/kql/run/table";
import type { Column } from "../../../../simulator/kql/tree";

const START = Date.parse("2026-11-23T00:00:00Z");
const MINUTE = 60_000;
const COLUMNS: readonly Column[] = [
  { name: "_TimeReceived", type: "datetime" },
  { name: "At", type: "datetime" },
  { name: "Text", type: "string" },
  { name: "Number", type: "long" },
  { name: "User", type: "string" },
  { name: "Extra", type: "string" },
];
const schema = {
  tables: { Events: `(${COLUMNS.map(({ name, type }) => `${name}: ${type}`).join(", ")})` },
  functions: {
    saved: { parameters: "n:long, start:datetime = datetime(null)", body: "n * 2 + iff(isnull(start), 0, 1)" },
    Recent: {
      parameters: "start:datetime, terms:dynamic",
      body: "Events | where _TimeReceived >= start | where Text has_any (terms)",
    },
  },
};

/** Rows in the order of their arrival. Rows without a time of arrival come first. */
const arrivals = fc
  .array(
    fc.record({
      minutes: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 9 }),
      text: fc.constantFrom("t1", "t2 t3", "a_t4", "T5;t1", ""),
      number: fc.option(fc.integer({ min: -3, max: 9 }), { freq: 9 }),
      user: fc.constantFrom("u1", "U1", "u2"),
    }),
    { minLength: 20, maxLength: 60 },
  )
  .map((events): readonly Row[] =>
    events
      .map(({ minutes, text, number, user }): Row => {
        const at = minutes === null ? null : START + minutes * MINUTE;
        return [at, at === null ? null : at - (number ?? 0) * MINUTE, text, number, user, ""];
      })
      .sort((a, b) => Number(a[0] ?? 0) - Number(b[0] ?? 0)),
  );

/** Operators that keep the table's columns. Some depend only on the row, others on the clock, on a table or on other rows. */
const OPERATORS: readonly ((n: number) => string)[] = [
  (n) => `where Number > ${n}`,
  (n) => `where not(Number == ${n})`,
  (n) => `where Text has "t${n}"`,
  () => "where Text has_any (terms)",
  (n) => `where Text in~ ("T${n}", "t1") or User == "u1"`,
  (n) => `where _TimeReceived > ago(${n}m)`,
  (n) => `where _TimeReceived <= ago(${n}m) and Number != ${n}`,
  (n) => `where ingestion_time() >= ago(${n}m) and ingestion_time() < now()`,
  () => "where isnull(starttime) or _TimeReceived >= starttime",
  () => "where isnull(open) or _TimeReceived >= open",
  () => "where _TimeReceived > newFrom",
  () => "where At < now() and (Number > 3 or false)",
  () => "where isSmall(Number)",
  () => "where isNew(_TimeReceived)",
  (n) => `where Number in ((Events | where Number > ${n} | project Number))`,
  (n) => `extend Number = Number + ${n}`,
  (n) => `extend Number = iff(Number > ${n}, saved(Number), saved(Number, starttime))`,
  (n) => `extend Extra = strcat(Extra, Text, " t${n}")`,
  (n) => `extend Extra = iff(_TimeReceived > ago(${n}m), "new", Extra)`,
  () => "extend Extra = column_ifexists('Text', 'none'), Text = Extra",
  () => "extend Extra = strcat(Extra, tolower(User)), Number = iff(At > newFrom, Number, 0)",
  (n) => `extend Number = Number + ${n}, User = iff(_TimeReceived > newFrom, Text, User), Text = User`,
  () => 'extend IsNew = At > newFrom | where Text != "" | extend Extra = strcat(Extra, IsNew) | project-away IsNew',
  () =>
    "extend IsNew = At > newFrom | project _TimeReceived, At, Text, Number, User = strcat(User, Text), Extra, IsNew | where Number < 5 | project-rename Late = IsNew | extend Number = iff(Late, 1, 2) | project-away Late",
  () => "extend IsNew = At > newFrom | extend IsNew = Text | project-away IsNew",
  () => "sort by Text desc, Number asc, At desc, _TimeReceived asc | extend Extra = strcat(Extra, next(Text))",
  () => "extend _TimeReceived = _TimeReceived + 1m",
  () => "extend _TimeReceived = At, At = _TimeReceived",
  () =>
    "project-rename Old = _TimeReceived | project-rename _TimeReceived = At | project-rename At = Old | project-reorder _TimeReceived, At, Text, Number, User, Extra",
  () => 'parse Text with * "t" Extra',
  () => 'parse-where Text with * "t" Extra',
  () => "project-reorder Extra, User, Number, Text, At, _TimeReceived",
  () => "project _TimeReceived, At, Text, Number, User, Extra",
  () => "mv-expand User = pack_array(User, Text) to typeof(string)",
  () =>
    "sort by Number asc, Text asc, At asc, User asc, Extra asc | extend Extra = strcat(Extra, prev(Text), row_number())",
  (n) => `invoke Marked(${n})`,
  (n) => `invoke Since(ago(${n}m))`,
  () => "union Events",
];
const operator = fc
  .tuple(fc.nat(OPERATORS.length - 1), fc.integer({ min: 0, max: 5 }))
  .map(([index, n]) => OPERATORS[index]?.(n) ?? "");
const sources = ["Events", "Recent(ago(7m), terms)", 'Recent(datetime(2026-11-23T00:03), dynamic(["t1"]))'];
const pipe = fc
  .tuple(fc.constantFrom(...sources), fc.array(operator, { minLength: 1, maxLength: 4 }))
  .map(([source, operators]) => [source, ...operators].join("\n| "));

/** The values of the names in a query. */
const values = fc.record({
  minutes: fc.integer({ min: 1, max: 9 }),
  terms: fc.constantFrom('"t1"', '"t3", "t4"'),
  small: fc.constantFrom(
    "n < 3",
    "n < 5 and isnotnull(starttime)",
    "n < toscalar(Events | count)",
    "let most = 1; n < most",
    "let most = 6; n < most",
  ),
});

/** Returns the query with the `let` statements of the names that it contains. */
function withValues(query: string, { minutes, terms, small }: Readonly<Record<string, string | number>>): string {
  const names: readonly [string, string][] = [
    ["starttime", `datetime(2026-11-23T00:0${minutes})`],
    ["open", Number(minutes) > 6 ? "starttime" : "datetime(null)"],
    ["newFrom", `ago(${minutes}m)`],
    ["terms", `dynamic([${terms}])`],
    ["isSmall", `(n: long) { ${small} }`],
    ["isNew", "(at: datetime) { at > newFrom }"],
    [
      "Marked",
      `(T: (*), n: long) { T | extend Number = column_ifexists("Number", 0) * n + ${minutes} | where Number > n }`,
    ],
    ["Since", '(T: (*), at: datetime) { T | where column_ifexists("_TimeReceived", datetime(null)) > at }'],
  ];
  return names.reduceRight(
    (text, [name, value]) => (new RegExp(`\\b${name}\\b`).test(text) ? `let ${name} = ${value};\n${text}` : text),
    query,
  );
}

describe("a query's result", () => {
  it("is the same with all optimizations and without any, over many runs on a growing table", () => {
    let compared = 0;
    fc.assert(
      fc.property(arrivals, pipe, fc.array(values, { minLength: 3, maxLength: 3 }), (rows, query, variants) => {
        const queries = variants.map((one) => withValues(query, one));
        const [optimized, plain] = [new Database(schema), new Database(schema, true)];
        for (let minute = 2; minute <= 32; minute += 5) {
          const now = new Date(START + minute * MINUTE);
          const end = rows.filter(([at]) => Number(at ?? 0) <= now.getTime()).length;
          optimized.set("Events", new RowRange(COLUMNS, rows, 0, 0, end));
          plain.set("Events", { columns: COLUMNS, rows: rows.slice(0, end) });
          for (const one of queries) {
            const found = optimized.run(one, now).rows;
            expect(found).toEqual(plain.run(one, now).rows);
            compared += found.length;
          }
        }
      }),
      { numRuns: 80 },
    );
    // Many rows were compared, so the comparison means something.
    expect(compared).toBeGreaterThan(1_000);
  });
});
