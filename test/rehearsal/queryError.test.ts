import { describe, expect, it } from "vitest";
import { BindError, Database } from "../../kql/run/run";
import { explainDiagnostics } from "../../rehearsal/queryError";

const database = new Database({
  tables: { QumuloEvents: "(EventTime: datetime, Operation: string, FilePath: string)" },
});
const known = {
  columns: ["EventTime", "Operation", "FilePath"],
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
    ["QumuloEvents | extend Folder = FilePath | where Foldr == 'x'", "Foldr", "Did you mean Folder?"],
  ])("%s: has a caret below %s and says: %s", (query, place, hint) => {
    const [, shown = "", carets = "", last] = explained(query).split("\n");
    expect(shown.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe(place);
    expect(last).toContain(hint);
  });

  it("shows the line that it is in, where a query has several", () => {
    expect(explained("QumuloEvents\n| take 5\n| where Oper == 1").split("\n")[1]).toBe("  | where Oper == 1");
  });

  it("says every name that is unknown, and only the first error of text that is no query", () => {
    expect(explained("QumuloEvents | where Nothing1 == Nothing2").match(/is refused/g)).toHaveLength(2);
    expect(explained("QumuloEvents | wher Operation == (").match(/is refused/g)).toHaveLength(1);
  });
});
