import { describe, expect, it } from "vitest";
import { AGGREGATES } from "../../../../simulator/kql/run/aggregates";
import { BindError, Database } from "../../../../simulator/kql/run/database";
import { FUNCTIONS } from "../../../../simulator/kql/run/expression";
import { textOf, type Value } from "../../../../simulator/kql/run/value";
import { columnNames, conformance, refused } from "../conformance";

const database = new Database({ tables: {} });
const NOW = new Date("2026-11-23T12:00:00Z");

/** Values as they are printed: times, timespans and dynamic values as text. */
const shown = (value: Value, type: string): unknown =>
  value !== null && ["datetime", "timespan", "dynamic"].includes(type) ? textOf(value, type) : value;

describe("the interpreter gives the results in the documentation", () => {
  it("in at least 120 facts", () => {
    expect(new Set(conformance.map(([, query]) => query)).size).toBeGreaterThanOrEqual(120);
  });

  it("and has no function without a fact", () => {
    const queries = conformance.map(([, query]) => query).join("\n");
    const names = [...Object.keys(FUNCTIONS), ...AGGREGATES];
    expect(names.length).toBeGreaterThan(120);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\(`).test(queries))).toEqual([]);
  });

  it.each(conformance)("%s: %s", (_page, query, rows) => {
    const { columns, rows: found } = database.run(query, NOW);
    expect(found.map((row) => row.map((value, index) => shown(value, columns[index]?.type ?? "")))).toEqual(rows);
  });

  it.each(columnNames)("%s: columns of %s", (_page, query, names) => {
    expect(database.run(query, NOW).columns.map(({ name }) => name)).toEqual(names);
  });
});

describe("the interpreter", () => {
  it.each(refused)("names what it does not implement: %s", (query, what) => {
    expect(() => database.run(query, NOW)).toThrow(what);
  });

  it("has the same now() in the whole query", () => {
    expect(database.run("print now() == now(), now() - ago(5m)", NOW).rows).toEqual([[true, 300_000]]);
  });

  it("throws all errors that the binder reports", () => {
    expect(() => database.run("Nothing | where a == 1", NOW)).toThrow(BindError);
  });
});
