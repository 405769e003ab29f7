import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  kql,
  parseKqlFile,
  readKqlFile,
  renderFunction,
  renderQuery,
  renderTransform,
  verbatim,
} from "../../components/kqlFile";

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

  it("becomes a transformation: one line, with parameter names replaced by values except in strings and comments", () => {
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
