import { describe, expect, it } from "vitest";
import { explainDiagnostics } from "../../../commands/query/queryError";
import { BindError, Database } from "../../../simulator/kql/run/database";

const database = new Database({
  tables: { QumuloEvents: "(EventTime: datetime, Operation: string, FilePath: string, IsSuccess: bool)" },
});
const known = {
  columns: ["EventTime", "Operation", "FilePath", "IsSuccess"],
  tables: ["QumuloEvents"],
  functions: ["strlen", "tolower"],
};

const explained = (query: string): string => {
  try {
    database.run(query, new Date());
  } catch (error) {
    if (error instanceof BindError) return explainDiagnostics(query, error.diagnostics, known);
    throw error;
  }
  return "";
};

describe("an error in a query", () => {
  it.each([
    ['QumuloEvents | where Operatoin == "x"', "Operatoin", "Did you mean Operation?"],
    ["QumuloEvent | take 5", "QumuloEvent", "Did you mean QumuloEvents?"],
    ["QumuloEvents | extend n = strlne(FilePath)", "strlne", "Did you mean strlen?"],
    ["QumuloEvents | wher Operation == 'x'", "wher", "Did you mean where?"],
    ['QumuloEvents | where Operation = "x"', "=", "Did you mean =="],
    ["QumuloEvents | where FilePath contans 'x'", "contans", "Did you mean contains?"],
    ["QumuloEvents | where FilePath startwith 'x'", "startwith", "Did you mean startswith?"],
    ["QumuloEvents | where Operation == “x”", "“", "straight quotes"],
    ["QumuloEvents | where IsSuccess = true", "=", "Did you mean =="],
    ["QumuloEvents | where FilePath != '' and Operation = 'x'", "=", "Did you mean =="],
    ["QumuloEvents | summarize countif(IsSuccess = true)", "=", "Did you mean =="],
    ["QumuloEvents | where Operation == fs_delete", "fs_delete", 'Did you mean "fs_delete"? Write text in quotes.'],
    ["QumuloEvents | where Operation in (fs_delete)", "fs_delete", 'Did you mean "fs_delete"?'],
    ["QumuloEvents | where FilePath contains /finance", "/finance", "Write text in quotes."],
    ["QumuloEvents | where Operation === 'x'", "===", "Did you mean ==?"],
    ["QumuloEvents | where Operation ~= 'x'", "~=", "Did you mean =~?"],
    ["QumuloEvents | where IsSuccess && Operation == 'a'", "&&", "Did you mean and?"],
    ["QumuloEvents | where IsSuccess || Operation == 'a'", "||", "Did you mean or?"],
    ["QumuloEvents | where strlen(FilePath) => 3", "=>", "Did you mean >=?"],
    ["QumuloEvents | where not IsSuccess", "not ", "not needs parentheses"],
    ["QumuloEvents | where Operation not in ('x')", "not in", "Did you mean !in"],
    ["QumuloEvents | where FilePath is null", "is null", "Did you mean isempty(NAME)"],
    ["QumuloEvents | where FilePath != null", "null", "Did you mean isempty(NAME)"],
    ["QumuloEvents | where EventTime > ago(1 day)", "1 day", "Write a timespan as 1d"],
    ["QumuloEvents | where EventTime > 2026-11-27", "2026-11-27", "datetime("],
    ["QumuloEvents | where Operation in 'x'", "in ", "in needs a list in parentheses"],
    ["QumuloEvents | where Operation matches 'fs_.*'", "matches", "Did you mean matches regex?"],
    ["QumuloEvents | where Operation == 'a", "", "a quote is missing"],
    ["QumuloEvents | summarize count(*) by Operation", "*", "Did you mean count()?"],
    ["QumuloEvents | group by Operation", "group by", "Did you mean summarize"],
    ["QumuloEvents | sort EventTime desc", "sort EventTime", "Did you mean sort by?"],
    ["QumuloEvents | head 5", "head", "Did you mean take?"],
    ["QumuloEvents | take 3 # ten", "#", "A comment begins with //."],
    ["QumuloEvents where IsSuccess", "where", "| is missing before it."],
    ["QumuloEvents |", "|", "An operator must follow |"],
    ["select * from QumuloEvents", "select", "This is SQL."],
    ["QumuloEvents | extend a = if(IsSuccess, 1, 2)", "if(", "Did you mean iff("],
    ["QumuloEvents | extend Folder = FilePath | where Foldr == 'x'", "Foldr", "Did you mean Folder?"],
  ])("is marked with carets and explained: in %s, %s is marked, and the hint is: %s", (query, marked, hint) => {
    const [, shown = "", carets = "", last] = explained(query).split("\n");
    expect(shown.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe(marked);
    expect(last?.length).toBeLessThanOrEqual(80);
    expect(last).toContain(hint);
  });

  it("is shown with its line, if the query has several lines", () => {
    expect(explained("QumuloEvents\n| take 5\n| where Oper == 1").split("\n")[1]).toBe("  | where Oper == 1");
  });

  it("has no hint that concerns only text in quotes or in a comment", () => {
    expect(explained("QumuloEvents | where FilePath == 'a && b === null' and Nothing == 1")).not.toContain(
      "Did you mean and",
    );
    expect(explained("QumuloEvents | where Nothing == 1 // not in SQL")).not.toContain("!in");
  });

  it("is reported for every unknown name, but only for the first syntax error", () => {
    expect(explained("QumuloEvents | where Nothing1 == Nothing2").match(/is refused/g)).toHaveLength(2);
    expect(explained("QumuloEvents | wher Operation == (").match(/is refused/g)).toHaveLength(1);
  });
});
