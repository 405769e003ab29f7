import { describe, expect, it } from "vitest";
import { AGGREGATES } from "../../../../simulator/kql/run/aggregates";
import { BindError, Database } from "../../../../simulator/kql/run/database";
import { FUNCTIONS } from "../../../../simulator/kql/run/expression";
import { textOf, type Value } from "../../../../simulator/kql/run/value";
import { columnNames, conformance, refused } from "../conformance";

const database = new Database({ tables: {} });
const NOW = new Date("2026-11-23T12:00:00Z");

/** Returns a value as the documented results show it: times, timespans and dynamic values become strings. */
const shown = (value: Value, type: string): unknown =>
  value !== null && ["datetime", "timespan", "dynamic"].includes(type) ? textOf(value, type) : value;

describe("the interpreter's results", () => {
  it("are compared with at least 120 documented results", () => {
    expect(new Set(conformance.map(([, query]) => query)).size).toBeGreaterThanOrEqual(120);
  });

  it("are compared with a documented result for every function and every aggregate", () => {
    const queries = conformance.map(([, query]) => query).join("\n");
    const names = [...Object.keys(FUNCTIONS), ...AGGREGATES];
    expect(names.length).toBeGreaterThan(120);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\(`).test(queries))).toEqual([]);
  });

  it.each(conformance)("equal those on the page %s: %s", (_page, query, rows) => {
    const { columns, rows: found } = database.run(query, NOW);
    expect(found.map((row) => row.map((value, index) => shown(value, columns[index]?.type ?? "")))).toEqual(rows);
  });

  it.each(columnNames)("have the column names on the page %s: %s", (_page, query, names) => {
    expect(database.run(query, NOW).columns.map(({ name }) => name)).toEqual(names);
  });
});

describe("the interpreter", () => {
  it.each(refused)("throws an error that names the feature that it does not implement: %s", (query, what) => {
    expect(() => database.run(query, NOW)).toThrow(what);
  });

  it("gives now() the same value throughout a query", () => {
    expect(database.run("print now() == now(), now() - ago(5m)", NOW).rows).toEqual([[true, 300_000]]);
  });

  it("computes a list that contains a function's parameters again for each row", () => {
    const query = `let isOwn = (Owner: string, Group: string) { "a" in (tolower(Owner), tolower(Group)) };
      datatable(Owner: string, Group: string)["X", "Y", "A", "Y"] | where isOwn(Owner, Group) | project Owner`;
    expect(database.run(query, NOW).rows).toEqual([["A"]]);
  });

  it("throws the errors that the binder reports", () => {
    expect(() => database.run("Nothing | where a == 1", NOW)).toThrow(BindError);
  });
});
