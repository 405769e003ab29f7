import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isExcepted } from "../../components/detections/exceptions";
import { massRead } from "../../components/detections/massRead/massRead";
import { rules } from "../../components/detections/rules";
import {
  kql,
  parseKqlFile,
  readKqlFile,
  renderFunction,
  renderQuery,
  renderTransform,
  verbatim,
} from "../../components/kqlFile";
import { analyze, errorsOf } from "../../simulator/kql/language";
import { Database } from "../../simulator/kql/run/database";
import { Node } from "../../simulator/kql/tree";

describe("a .kql file", () => {
  const file =
    '// What it is.\nlet since = datetime(null);\nlet names = dynamic(["a"]);\nlet limit = 5;\nSyslog\n| where x == "let y = 1;"';

  it("becomes a query with other parameter values and the same body", () => {
    const query = renderQuery(parseKqlFile(file), { names: kql(["b", 'c"']), limit: kql(9) });
    expect(query).toBe(
      'let since = datetime(null);\nlet names = dynamic(["b","c\\""]);\nlet limit = 9;\nSyslog\n| where x == "let y = 1;"',
    );
  });

  it("refuses a value for a parameter that it does not declare", () => {
    expect(() => renderQuery(parseKqlFile(file), { limits: "1" })).toThrow("no parameter limits");
    expect(() => renderTransform(parseKqlFile(file), { limits: "1" })).toThrow("no parameter limits");
  });

  it("becomes a function to which callers pass some of the parameters", () => {
    const { query, parameters } = renderFunction(parseKqlFile(file), ["since", "limit"], {});
    expect(parameters).toBe("since:datetime = datetime(null), limit:long = 5");
    expect(query).not.toContain("let since");
    expect(query).toContain('let names = dynamic(["a"]);');
  });

  it("becomes a transformation: one line without comments, with parameters replaced by values except in strings", () => {
    const query = parseKqlFile(
      "let name = \"a\";\nlet form = @'x';\nsource\n// The name is a form.\n| where A == name // name\n| where B matches regex form and C in (\"name\", @'it''s form')",
    );
    expect(renderTransform(query, { name: kql('b"'), form: verbatim("y'") })).toBe(
      "source | where A == \"b\\\"\" | where B matches regex @'y''' and C in (\"name\", @'it''s form')",
    );
  });

  it("is read with each strcat of constants replaced by one literal", () => {
    const folder = mkdtempSync(join(tmpdir(), "kql-file-"));
    const read = (text: string) => {
      writeFileSync(join(folder, "a.kql"), text);
      return readKqlFile(folder, "a.kql");
    };
    try {
      const { parameters } = read(
        "let part = @'b''';\nlet form = strcat(@'a', part, @'c');\nT\n| where A matches regex form",
      );
      expect([...parameters]).toEqual([["form", "@'ab''c'"]]);
      expect(() => read("let part = \"b\";\nlet form = strcat(@'a', part);\nT | where A == form")).toThrow(
        "the strcat of form has a part that is not a literal like @'…'",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Texts that end a literal, a line or a function in some language. */
const BREAKING = [
  ...['"', "'", "\\", '\\"', "\\\\", "//", "\n", "\r", "\t", "]", ")", "}", ";", "|", "@'", "`", "```", "h'", "\0"],
  ...["\u2028", "\u2029", "\u0085", "\ud800", "\udfff", "🦊", "é", "İ", "{{", "dynamic([", "\\u0022", "\\x22"],
];

/** Generates names as an attacker may choose them. */
const odd = fc
  .array(fc.oneof(fc.constantFrom(...BREAKING), fc.string({ unit: "binary", maxLength: 4 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

/** Returns a query's errors and the kinds of its syntax nodes. Values inside literals do not change the kinds. */
function shapeOf(query: string): { errors: string[]; kinds: string } {
  const code = analyze(query, { tables: {} });
  const kinds: string[] = [];
  Node.of(code.Syntax).walk((node) => kinds.push(node.kind));
  return { errors: errorsOf(code), kinds: kinds.join(" ") };
}

describe("any text in a query's literal", () => {
  const database = new Database({ tables: {} });

  it("is read back unchanged by Microsoft's parser", () => {
    fc.assert(
      fc.property(odd, (text) => {
        const { rows } = database.run(`print One = ${kql(text)}, Many = tostring(${kql(["x", text])}[1])`, new Date());
        expect(rows).toEqual([[text, text]]);
      }),
      { numRuns: 100 },
    );
  });

  it("changes nothing else in the queries of decoys and ransom names", () => {
    const prelude = (text: string) =>
      rules({ honeyPaths: [text], adminCidrs: [], ransomNames: { add: { strongNames: [text] }, remove: [] } })
        .filter(({ name }) => /^(honeyPath|ransomName)-/.test(name))
        .map(({ query }) =>
          query
            .split("\n")
            .filter((line) => /^let (paths|strongNames) = /.test(line))
            .join("\n"),
        )
        .join("\n");
    const { kinds } = shapeOf(prelude("zzzz"));
    fc.assert(
      fc.property(odd, (text) => {
        expect(shapeOf(prelude(text))).toEqual({ errors: [], kinds });
      }),
      { numRuns: 50 },
    );
  });

  it("changes nothing else in the function that decides about exceptions", () => {
    const written = (user: string, path: string) =>
      `let f = ${isExcepted([massRead], [{ detections: ["massRead"], user, path, client: "10.0.0.0/24" }])};\nprint 1`;
    const { errors, kinds } = shapeOf(written("a", "/b"));
    expect(errors).toEqual([]);
    fc.assert(
      fc.property(odd, odd, (user, path) => {
        expect(shapeOf(written(user, `/${path}`))).toEqual({ errors: [], kinds });
      }),
      { numRuns: 50 },
    );
  });
});
