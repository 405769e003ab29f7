import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { BindError, type Database, NotImplemented, rowsByName, tableFrom } from "../kql/run/run";
import { printTable } from "./printTable";
import { TABLES, workspaceDatabase } from "./tables/workspace";

const USAGE = `Usage: npm run query -- 'KQL' [--out DIR] [--json]

  KQL        a query over the tables of the last rehearsal and the functions of its stack
  --out DIR  the folder that the rehearsal has written (default: rehearsal-out)
  --json     one JSON object a row, uncut
Example: npm run query -- 'QumuloEvents | summarize count() by OperationClass'`;

const savedFunctions = z.record(z.string(), z.object({ parameters: z.string(), body: z.string() }));
const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** The tables that a rehearsal has left, with the functions of its stack. */
export function openTables(out: string): Database {
  const file = join(out, "functions.json");
  if (!existsSync(file)) throw new Error(`${out} holds no rehearsal. Run: npm start -- --out ${out}`);
  const functions = savedFunctions.parse(JSON.parse(readFileSync(file, "utf8")));
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

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string", default: "rehearsal-out" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [query, ...others] = positionals;
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (query === undefined || others.length > 0) throw new Error(`one query is wanted, in quotes.\n\n${USAGE}`);
  const rows = rowsByName(openTables(values.out).run(query, new Date()));
  if (values.json) for (const one of rows) console.log(JSON.stringify(one));
  else printTable(rows);
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    const isKnown = error instanceof BindError || error instanceof NotImplemented;
    console.error(isKnown ? `The query is refused: ${error.message}` : error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
