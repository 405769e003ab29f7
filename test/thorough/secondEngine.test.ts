import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { ruleQuery, sharedFunctions } from "../../components/alerts/ruleQuery";
import type { ReplayCase } from "../../components/detections/replayCase";
import { replayCases } from "../../components/detections/replayCases";
import type { Rule } from "../../components/detections/rules";
import { eventsForRules } from "../../components/events/functions";
import type { Schema } from "../../simulator/kql/language";
import { Database } from "../../simulator/kql/run/database";
import { rowsByName } from "../../simulator/kql/run/namedRows";
import type { Table } from "../../simulator/kql/run/table";
import { numberOf, textOf, type Value } from "../../simulator/kql/run/value";
import { providedFolder } from "../../simulator/provided";
import { FORWARDER, replayedTables } from "../../simulator/replay/replayedEvents";
import { columnText, schemaFunctions, TABLES } from "../../simulator/workspace/workspace";
import { ALL_RULES } from "../components/detections/replayed";
import { PROJECT } from "../exampleStacks";
import { describeWith } from "../needs";
import { SqlSteps } from "./secondEngine/sqlSteps";

const START = Date.parse("2026-11-27T12:00:00Z");
const MINUTE = 60_000;
const schema = { tables: { Syslog: columnText(TABLES.Syslog ?? []) } };

/**
 * Text that the second engine cannot run, with the text that both engines run instead. The second engine lacks
 * ipv4_is_in_any_range (the cases' range is 10.5.0.0/16) and `mv-expand` of a name that `let` defines.
 */
const REPLACED: readonly (readonly [string, string])[] = [
  ["ipv4_is_in_any_range(SrcIpAddr, adminCidrs)", 'SrcIpAddr startswith_cs "10.5."'],
  ["mv-expand Decoy = paths", "mv-expand Decoy = array_concat(paths, dynamic([]))"],
];

/** The rules that the second engine cannot run, with the function that it lacks. */
const LACKING: ReadonlyMap<string, string> = new Map([["metadataBurst-medium", "function:bag_keys"]]);

/** A query on the events of a replay case. */
interface Case {
  readonly rule: Rule;
  readonly name: string;
  readonly now: Date;
  readonly steps: SqlSteps;
  /** The events that the query reads. */
  readonly events: Table;
  /** The interpreter's answers: the tables that the query defines, and its result. */
  readonly answers: readonly Table[];
}

/** Returns the schema of the events and of the functions that the rules call. QumuloEventsCurrent returns the events. */
const schemaOf = (columns: Table["columns"]): Schema => ({
  tables: { events: columnText(columns) },
  functions: schemaFunctions({
    ...sharedFunctions(),
    QumuloEventsCurrent: { parameters: eventsForRules("syslog", []).parameters, query: "events" },
  }),
});
let eventsSchema: Schema | undefined;

function caseOf(rule: Rule, one: ReplayCase, database: Database): Case {
  const text = ruleQuery(rule, { table: "syslog", forwarders: [FORWARDER] });
  const { columns, rows } = replayedTables(one.events, START, "syslog").Syslog ?? { columns: [], rows: [] };
  const arrived = columns.findIndex(({ name }) => name === "_TimeReceived");
  const sorted = [...rows].sort((a, b) => Number(a[arrived]) - Number(b[arrived]));
  database.set("Syslog", { columns, rows: sorted, sortedBy: arrived });
  // The query runs at the first time at which it finds something, or else at the last time.
  const last = Math.max(...one.events.map(({ at, delay = 2 }) => at + delay)) / 60 / rule.everyMinutes;
  const times = Array.from(
    { length: Math.ceil(last) + 1 },
    (_, run) => new Date(START + run * rule.everyMinutes * MINUTE),
  );
  const now = times.find((time) => database.run(text, time).rows.length > 0) ?? times.at(-1) ?? new Date(START);
  // Without its other lines, Watched returns exactly the events that QumuloEventsCurrent returns.
  const functions = text
    .slice(0, text.length - rule.query.length)
    .replace(/(\nQumuloEventsCurrent\(.*\))\n[\s\S]*?\n};/, "$1\n};");
  // The values at the beginning of the query, which the call may name.
  const values = /^(?:let \w+ = .*;\n|\/\/.*\n)*/.exec(rule.query)?.[0] ?? "";
  const [call = ""] = /\bWatched\([^()]*\)/.exec(rule.query) ?? [];
  const events = database.run(`${functions}${values}${call}`, now);

  eventsSchema ??= schemaOf(events.columns);
  const query = REPLACED.reduce((changed, [from, to]) => changed.replace(from, to), rule.query);
  const steps = new SqlSteps(query, eventsSchema, now, new Map([["QumuloEventsCurrent", "events"]]));
  const onEvents = new Database(eventsSchema);
  onEvents.set("events", events);
  const definitions = query.slice(0, query.lastIndexOf(";\n") + 2);
  const answers = steps.defined.map(({ name }) => onEvents.run(name === "" ? query : definitions + name, now));
  return { rule, name: one.name, now, steps, events, answers };
}

/** Returns up to two cases in which a rule fires, and one in which it does not. */
function casesOf(rule: Rule): Case[] {
  const own = replayCases.filter((one) => one.rule === rule.name).sort((a, b) => a.events.length - b.events.length);
  const chosen = [
    ...own.filter(({ alerts }) => alerts.length > 0).slice(0, 2),
    ...own.filter(({ alerts }) => alerts.length === 0).slice(0, 1),
  ];
  const database = new Database(schema);
  return chosen.map((one) => caseOf(rule, one, database));
}

/**
 * Returns the columns of a table that both engines have. In the second engine, the events have only the columns that
 * the query mentions or Watched reads.
 */
function comparedColumns({ events, rule }: Case, { columns }: Pick<Table, "columns">) {
  const isEvent = new Set(events.columns.map(({ name }) => name));
  return columns.filter(({ name }) => !isEvent.has(name) || mentioned(rule).test(` ${name} `));
}

const mentioned = ({ query }: Rule): RegExp =>
  new RegExp(`\\b(?:${[...new Set(`${query} ${WATCHED}`.match(/\w+/g))].join("|")})\\b`);
/** The columns that Watched reads. */
const WATCHED = "UserID UserName UserSid UserAuthId SrcIpAddr ProtocolFamily FilePath EventTime IngestionTime";

const reply = z.union([
  z.object({ tables: z.array(z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])))) }),
  z.object({ refused: z.string() }),
]);
type Reply = z.infer<typeof reply>;

/** Returns the second engine's answers. */
function replies(cases: readonly Case[]): Reply[] {
  const lines = cases.map((one) => {
    const columns = comparedColumns(one, one.events);
    const { now, steps } = one;
    return JSON.stringify({
      now: now.toISOString().replace("Z", ""),
      table: "events",
      columns: columns.map(({ name, type }) => [name, type]),
      rows: rowsByName(one.events).map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name]]))),
      steps: steps.steps,
      defined: steps.defined.map((table) => [table.table, comparedColumns(one, table).map(({ name }) => name)]),
    });
  });
  const script = join(PROJECT, "test/thorough/secondEngine/engine.py");
  const env = { ...process.env, PYTHONPATH: providedFolder("duckdb-kql") };
  const { stdout, stderr } = spawnSync("python3", [script], {
    input: lines.join("\n"),
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    env,
  });
  const found = stdout.split("\n").filter((line) => line !== "");
  if (found.length !== cases.length) throw new Error(`the second engine stopped: ${stderr}`);
  return found.map((line) => reply.parse(JSON.parse(line)));
}

/** Returns a text that is the same for values that both engines treat as equal. In DuckDB, an absent string is null. */
function comparable(value: Value, type: string): string {
  if (type === "string") return String(value ?? "");
  if (value === null) return "null";
  if (type === "datetime" || type === "timespan") return String(Math.round(Number(value) * 1000));
  if (type !== "dynamic") return String(numberOf(value) ?? value);
  const members: unknown = JSON.parse(textOf(value, type));
  if (!Array.isArray(members)) return JSON.stringify(members);
  // The order of a set is arbitrary. duckdb-kql ignores the size limit of make_set, and which members are left out is
  // arbitrary, too.
  return members.length >= SET_LIMIT ? "a large set" : JSON.stringify(members.map(String).sort());
}
/** The smallest limit with which the detections call make_set. */
const SET_LIMIT = 5;

/** Returns the differences between both engines' tables, and the number of rows. */
function compare(one: Case, found: Extract<Reply, { tables: unknown }>) {
  const differences: string[] = [];
  let rows = 0;
  for (const [index, { name, columns }] of one.steps.defined.entries()) {
    const own = one.answers[index] ?? { columns: [], rows: [] };
    const compared = comparedColumns(one, { columns });
    const at = compared.map((column) => own.columns.findIndex((other) => other.name === column.name));
    const lines = (values: readonly (readonly Value[])[]) =>
      values.map((row) => row.map((value, cell) => comparable(value, compared[cell]?.type ?? "")).join(" | ")).sort();
    const [ours, theirs] = [
      lines(own.rows.map((row) => at.map((cell) => row[cell] ?? null))),
      lines(found.tables[index] ?? []),
    ];
    rows += ours.length;
    const where = `${one.rule.name}, ${one.name}, ${name === "" ? "result" : name}`;
    if (ours.length !== theirs.length) differences.push(`${where}: ${ours.length} rows, and there ${theirs.length}`);
    const line = ours.findIndex((text, row) => text !== theirs[row]);
    if (line >= 0) differences.push(`${where}: ${ours[line]}, and there ${theirs[line]}`);
  }
  return { differences, rows };
}

describeWith("secondEngine")("for the queries of all detections, a KQL engine by another author", () => {
  let compared: { readonly one: Case; readonly found: Reply }[] = [];
  beforeAll(() => {
    const cases = ALL_RULES.flatMap(casesOf);
    const found = replies(cases);
    compared = cases.flatMap((one, index) => found.slice(index, index + 1).map((reply) => ({ one, found: reply })));
  }, 600_000);

  it("runs every query whose functions it has", () => {
    for (const { one, found } of compared) {
      const lacking = LACKING.get(one.rule.name);
      if (lacking === undefined) expect(found, one.rule.name).toHaveProperty("tables");
      else expect(found, one.rule.name).toHaveProperty("refused", expect.stringContaining(lacking));
    }
    expect(new Set(compared.map(({ one }) => one.rule.name))).toEqual(new Set(ALL_RULES.map(({ name }) => name)));
  });

  it("returns the same answers, and the same rows in each table that a query defines", () => {
    const results = compared.flatMap(({ one, found }) =>
      "tables" in found ? [{ one, alerts: one.answers.at(-1)?.rows.length ?? 0, ...compare(one, found) }] : [],
    );
    expect(results.flatMap(({ differences }) => differences)).toEqual([]);
    const table = ALL_RULES.filter(({ name }) => !LACKING.has(name)).map(({ name }) => {
      const own = results.filter(({ one }) => one.rule.name === name);
      const sum = (count: (result: (typeof own)[number]) => number) =>
        own.reduce((total, one) => total + count(one), 0);
      return {
        rule: name,
        cases: own.length,
        tables: sum(({ one }) => one.steps.defined.length),
        rows: sum(({ rows }) => rows),
        offenders: sum(({ alerts }) => alerts),
      };
    });
    console.table(table);
    expect(table.filter(({ offenders }) => offenders === 0)).toEqual([]);
  });
});
