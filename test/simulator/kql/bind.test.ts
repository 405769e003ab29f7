import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { eventColumns } from "../../../components/events/columns";
import { FUNCTION_NAME } from "../../../components/events/functions";
import { FIRST_QUERY } from "../../../infra/instructions";
import { bind, functionErrors } from "../../../simulator/kql/bind";
import { SYSLOG_COLUMNS } from "../../../simulator/workspace/syslog";
import { programFunctions } from "../../../simulator/workspace/workspace";
import { articleFunction, articleQueries } from "./articleQueries";
import { deployedSchema } from "./deployedSchema";

const schema = deployedSchema();
const { tables } = schema;
const EVENTS = join(__dirname, "../../../components/events");

// The first query in a process takes seconds, because it loads the parser.
beforeAll(() => void bind("Syslog", schema), 30_000);

describe("the binder", () => {
  it.each([
    ["a table in lower case", "syslog", "KS142"],
    ["a column that does not exist", "Syslog | where Nothing == 1", "KS142"],
    ["an argument of the wrong type", "Syslog | extend x = strlen(TimeGenerated)", "KS141"],
    ["typographic quotes", "Syslog | where HostName startswith “du6”", "KS"],
  ])("refuses %s", (_, text, code) => {
    expect(bind(text, schema).errors.join()).toContain(code);
  });

  it("refuses column names in a function with a parameter T:(*), but not the query that calls this function", () => {
    const Read = { parameters: "T:(*)", body: "T | where HostName == 'a'" };
    expect(functionErrors(Read, schema).join()).toContain("KS142: The name 'HostName'");
    expect(functionErrors({ ...Read, parameters: "T:(HostName: string)" }, schema)).toEqual([]);
    expect(bind("Syslog | invoke Read()", { tables, functions: { Read } }).errors).toEqual([]);
  });
});

describe("the query file", () => {
  const files = readdirSync(EVENTS).filter((name) => name.endsWith(".kql"));
  it.each(files)("%s binds unchanged, with its parameters' defaults", (name) => {
    // In a transformation, the table `source` contains the stream's rows.
    const own = { ...schema, tables: { ...tables, source: tables.Syslog ?? "" } };
    expect(bind(readFileSync(join(EVENTS, name), "utf8"), own).errors).toEqual([]);
  });
});

describe.each(["syslog", "parsed"] as const)("with events.table %s,", (table) => {
  const own = deployedSchema(table);

  it.each(Object.entries(programFunctions(table)))("%s contains no errors", (_, saved) => {
    expect(functionErrors(saved, own)).toEqual([]);
  });

  it.each(Object.keys(programFunctions(table)).filter((name) => name !== "QumuloParse"))(
    "%s binds in a query that passes arguments",
    (name) => {
      expect(bind(`${name}(ago(1d), now())`, own).errors).toEqual([]);
      expect(bind(`${name}(starttime=ago(1d))`, own).errors).toEqual([]);
    },
  );

  it.each([
    "QumuloEvents",
    "QumuloEventsCurrent",
    "Syslog | invoke QumuloParse()",
    "QumuloAudit_CL | invoke QumuloParse()",
  ])("%s has the documented columns, in their order and with their types", (query) => {
    const { errors, columns } = bind(query, own);
    expect(errors).toEqual([]);
    expect(Object.entries(columns)).toEqual(eventColumns.map(({ name, type }) => [name, type]));
  });

  it("QumuloParse is deployed with its regular expressions as literals", () => {
    const body = programFunctions(table).QumuloParse?.body ?? "";
    expect(body.match(/^let \w+ = strcat/gm)).toBeNull();
    expect(body).toMatch(/^let json = @'\^\[\\s/m);
    expect(body.length).toBeLessThan(22_000);
  });
});

describe.each(["Syslog", "QumuloAudit_CL"])("if the service stores the ids in %s as guids,", (name) => {
  const columns = tables[name]?.replace(/(\['(?:TenantId|MG)'\]): string/g, "$1: guid") ?? "";

  it.each(["QumuloEvents", `${name} | invoke QumuloParse()`])("%s still has the documented columns", (query) => {
    const bound = bind(query, { ...schema, tables: { ...tables, [name]: columns } });
    expect(bound.errors).toEqual([]);
    expect(Object.entries(bound.columns)).toEqual(eventColumns.map(({ name, type }) => [name, type]));
  });
});

describe("QumuloEvents' columns", () => {
  const names = eventColumns.map(({ name }) => name);

  it("begin with all columns of Syslog, and end with the article's misleading names", () => {
    expect(Object.fromEntries(eventColumns.map(({ name, type }) => [name, type]))).toMatchObject(SYSLOG_COLUMNS);
    expect(names.slice(0, Object.keys(SYSLOG_COLUMNS).length)).toEqual(Object.keys(SYSLOG_COLUMNS));
    expect(names.slice(-2)).toEqual(["MessageID", "Status"]);
  });
});

describe("the article's own queries", () => {
  it.each(articleQueries)("bind unchanged: %s", (text) => {
    expect(bind(text, schema).errors).toEqual([]);
  });

  it("also bind to the article's own function", () => {
    const own = { tables, functions: { [FUNCTION_NAME]: { parameters: "", body: articleFunction } } };
    expect(articleQueries.flatMap((text) => bind(text, own).errors)).toEqual([]);
  });

  it("find every column of the article's function in QumuloEvents", () => {
    const theirs = bind(articleFunction, { tables }).columns;
    expect(bind(FUNCTION_NAME, schema).columns).toMatchObject(
      // Azure computes _TimeReceived for each query.
      Object.fromEntries(Object.entries(theirs).filter(([name]) => name !== "CSVFields" && name !== "_TimeReceived")),
    );
  });
});

it("the query behind the portal link binds", () => {
  expect(bind(FIRST_QUERY, schema).errors).toEqual([]);
});
