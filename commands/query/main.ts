import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { shellWord } from "../../components/shellWord";
import { bind } from "../../simulator/kql/bind";
import type { SavedFunction } from "../../simulator/kql/language";
import { AGGREGATES } from "../../simulator/kql/run/aggregates";
import { BindError, type Database } from "../../simulator/kql/run/database";
import { FUNCTIONS } from "../../simulator/kql/run/expression";
import { rowsByName, tableFrom } from "../../simulator/kql/run/namedRows";
import type { Table } from "../../simulator/kql/run/table";
import { NotImplemented } from "../../simulator/kql/run/value";
import { TABLES, workspaceDatabase, workspaceSchema } from "../../simulator/workspace/workspace";
import { refuseOptionsOfNpm } from "../npmOptions";
import { csvLines, tableLines } from "../printTable";
import { DEFAULT_OUT, refuseEmptyValues } from "../rehearse/options";
import { FUNCTIONS_FILE, type Rehearsed, readRehearsed } from "../rehearse/outFolder";
import { terminalWidth, wrapped, wrappedSentences } from "../terminal";
import { explainDiagnostics, type KnownNames } from "./queryError";
import { habitIn, withoutTexts } from "./queryHabits";

const USAGE = `Usage: npm run query -- 'KQL' [--out DIR] [--json | --csv]

  KQL        a query over the tables of the last rehearsal and the functions of its stack
  --out DIR  the folder that the rehearsal has written (default: rehearsal-out)
  --json     one JSON object a row, uncut
  --csv      comma-separated values with a line of names, uncut
Example: npm run query -- 'QumuloEvents | summarize count() by OperationClass'`;

/** What a person looks at first in the rows of an event or of a line; whole rows have more columns than a screen. */
const FIRST_COLUMNS = ["EventTime", "UserName", "ClientIP", "Operation", "FilePath", "HostName", "SyslogMessage"];
/** Operators by which a query chooses columns and their order by itself. */
const CHOOSES = /\|\s*(project|summarize|distinct)\b/;

const savedFunctions = z.record(z.string(), z.object({ parameters: z.string(), body: z.string() }));
const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function readFunctions(out: string): Record<string, SavedFunction> {
  const file = join(out, FUNCTIONS_FILE);
  if (!existsSync(file))
    throw new Error(
      `'${out}' holds no rehearsal. To make one:\n  npm start${out === DEFAULT_OUT ? "" : ` -- --out ${shellWord(out)}`}`,
    );
  return savedFunctions.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** The tables that a rehearsal has left, with the functions of its stack. */
export function openTables(out: string): Database {
  const functions = readFunctions(out);
  const tables = Object.entries(TABLES).map(([name, columns]) => {
    const lines = readFileSync(join(out, "tables", `${name}.jsonl`), "utf8")
      .split("\n")
      .filter(Boolean);
    return [
      name,
      tableFrom(
        columns,
        lines.map((line) => row.parse(JSON.parse(line))),
      ),
    ] as const;
  });
  return workspaceDatabase(functions, Object.fromEntries(tables));
}

/** Names that a query over a rehearsal may use. */
function knownNames(out: string): KnownNames {
  const saved = readFunctions(out);
  const ofFunctions = Object.keys(saved).flatMap((name) => Object.keys(bind(name, workspaceSchema(saved)).columns));
  return {
    columns: [
      ...new Set([...Object.values(TABLES).flatMap((columns) => columns.map(({ name }) => name)), ...ofFunctions]),
    ],
    tables: [...Object.keys(TABLES), ...Object.keys(saved)],
    functions: [...Object.keys(FUNCTIONS), ...AGGREGATES, ...Object.keys(saved)],
  };
}

/** Reads the command line. Throws with what is wrong and how it is meant. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ReturnType<typeof parsed> {
  const read = parsed(args);
  const { json, csv } = read.values;
  // A person's settings of npm may hold json, too: then a form that stands behind -- is what is meant.
  refuseOptionsOfNpm(["out", "csv", ...(json || csv ? [] : ["json"])], "npm run query", environment);
  return read;
}

function parsed(args: readonly string[]) {
  try {
    const read = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: "string", default: DEFAULT_OUT },
        json: { type: "boolean", default: false },
        csv: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    refuseEmptyValues(read.values);
    return read;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message.split(". ")[0] : error}\n\n${USAGE}`);
  }
}

function main(): void {
  const { values, positionals } = readArguments(process.argv.slice(2), process.env);
  const [query, ...others] = positionals;
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (query === undefined || others.length > 0)
    throw new Error(`One query is needed, in single quotes, so that the shell leaves | and $ alone.\n\n${USAGE}`);
  if (values.json && values.csv) throw new Error("Choose one of --json and --csv.");
  const result = run(query, values.out);
  console.error(wrapped(readsFrom(readRehearsed(values.out)), terminalWidth()));
  const rows = rowsByName(result);
  const lines = values.json
    ? rows.map((row) => JSON.stringify(row))
    : values.csv
      ? csvLines(
          result.columns.map(({ name }) => name),
          rows,
        )
      : tableLines(rows, terminalWidth(), CHOOSES.test(withoutTexts(query)) ? [] : FIRST_COLUMNS);
  for (const line of lines) console.log(line);
}

/** Which rehearsal answers, and whether a later one has not come to its end. Pure. */
export function readsFrom({ stack, at, unfinished }: Rehearsed): string {
  const answers = `These are the tables of the rehearsal of stack '${stack}' at ${minute(at)}.`;
  if (unfinished === undefined) return answers;
  return `${answers} A later one, of stack '${unfinished.stack}' at ${minute(unfinished.at)}, has failed or still runs.`;
}

/** Example: `2026-11-27 14:00 UTC`. */
const minute = (time: string): string => `${time.slice(0, 16).replace("T", " ")} UTC`;

/** Throws with the place of what is wrong, in words. */
function run(query: string, out: string): Table {
  try {
    return openTables(out).run(query, new Date());
  } catch (error) {
    if (error instanceof BindError) throw new Error(explainDiagnostics(query, error.diagnostics, knownNames(out)));
    if (error instanceof NotImplemented)
      throw new Error(
        `The query cannot be run here: ${error.message}. In Azure it may run. ${habitIn(query)?.hint ?? ""}`.trimEnd(),
      );
    throw error;
  }
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    console.error(wrappedSentences(error instanceof Error ? error.message : String(error), terminalWidth()));
    process.exitCode = 1;
  }
}
