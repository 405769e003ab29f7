import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FUNCTION_NAME, qumuloEvents } from "../../components/events/savedFunction";
import { FIRST_QUERY } from "../../infra/instructions";
import { bind, type Schema } from "../../kql/bind";
import { SYSLOG_COLUMNS } from "../../rehearsal/tables/syslog";
import { articleFunction, articleQueries } from "./articleQueries";

const { query, parameters } = qumuloEvents();
const columns = Object.entries(SYSLOG_COLUMNS).map(([name, type]) => `${name}: ${type}`);
const tables = { Syslog: `(${columns.join(", ")})` };
const schema: Schema = { tables, functions: { [FUNCTION_NAME]: { parameters, body: query } } };

// The first query of a process pays for the parser.
beforeAll(() => void bind("Syslog", schema), 30_000);

describe("the binder, so that its silence means something,", () => {
  it.each([
    ["a table in lower case", "syslog", "KS142"],
    ["a column that does not exist", "Syslog | where Nothing == 1", "KS142"],
    ["a function with another kind of value", "Syslog | extend x = strlen(TimeGenerated)", "KS141"],
    ["typographic quotes", "Syslog | where HostName startswith “du6”", "KS"],
  ])("refuses %s", (_, text, code) => {
    expect(bind(text, schema).errors.join()).toContain(code);
  });
});

describe("QumuloEvents", () => {
  it("binds as it is shipped, without the program", () => {
    const file = readFileSync(join(__dirname, "../../components/events/QumuloEvents.kql"), "utf8");
    expect(bind(file, { tables }).errors).toEqual([]);
  });

  it("binds as it is deployed, with its parameters as arguments", () => {
    expect(bind(`${FUNCTION_NAME}(ago(1d), now())`, schema).errors).toEqual([]);
    expect(bind(`let starttime = datetime(null); let endtime = datetime(null);\n${query}`, { tables }).errors).toEqual(
      [],
    );
  });

  it("has all columns of Syslog, the right names, and the article's names", () => {
    const found = bind(FUNCTION_NAME, schema).columns;
    expect(found).toMatchObject(SYSLOG_COLUMNS);
    expect(found).toMatchObject({
      FileId: "string",
      FilePath: "string",
      TargetPath: "string",
      OperationStatus: "string",
      Cluster: "string",
      Node: "int",
      Forwarder: "string",
    });
    expect(Object.keys(found).slice(-4)).toEqual(["ResponseCode", "File", "MessageID", "Status"]);
  });
});

describe("the article's own queries", () => {
  it.each(articleQueries)("run unchanged: %s", (text) => {
    expect(bind(text, schema).errors).toEqual([]);
  });

  it("run on the article's own function too", () => {
    const own: Schema = { tables, functions: { [FUNCTION_NAME]: { parameters: "", body: articleFunction } } };
    expect(articleQueries.flatMap((text) => bind(text, own).errors)).toEqual([]);
  });

  it("find in our function every column that the article's has", () => {
    const theirs = bind(articleFunction, { tables }).columns;
    expect(bind(FUNCTION_NAME, schema).columns).toMatchObject(
      Object.fromEntries(Object.entries(theirs).filter(([name]) => name !== "CSVFields")),
    );
  });
});

it("the query behind the portal link binds", () => {
  expect(bind(FIRST_QUERY, schema).errors).toEqual([]);
});
