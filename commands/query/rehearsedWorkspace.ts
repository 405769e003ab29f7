import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { shellWord } from "../../components/shellWord";
import { bind } from "../../simulator/kql/bind";
import type { SavedFunction } from "../../simulator/kql/language";
import { AGGREGATES } from "../../simulator/kql/run/aggregates";
import type { Database } from "../../simulator/kql/run/database";
import { FUNCTIONS } from "../../simulator/kql/run/expression";
import { tableFrom } from "../../simulator/kql/run/namedRows";
import { TABLES, workspaceDatabase, workspaceSchema } from "../../simulator/workspace/workspace";
import { DEFAULT_OUT } from "../rehearse/options";
import { FUNCTIONS_FILE } from "../rehearse/outFolder";
import type { KnownNames } from "./queryError";

const savedFunctions = z.record(z.string(), z.object({ parameters: z.string(), body: z.string() }));
const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function readFunctions(out: string): Record<string, SavedFunction> {
  const file = join(out, FUNCTIONS_FILE);
  if (!existsSync(file))
    throw new Error(
      `'${out}' contains no rehearsal. To run one:\n  npm start${out === DEFAULT_OUT ? "" : ` -- --out ${shellWord(out)}`}`,
    );
  return savedFunctions.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Opens the tables in a rehearsal's folder, with the stack's saved functions. */
export function openWorkspace(out: string): Database {
  const functions = readFunctions(out);
  const tables = Object.entries(TABLES).map(([name, columns]) => {
    const lines = readFileSync(join(out, "tables", `${name}.jsonl`), "utf8")
      .split("\n")
      .filter(Boolean);
    const rows = lines.map((line) => row.parse(JSON.parse(line)));
    return [name, tableFrom(columns, rows)] as const;
  });
  return workspaceDatabase(functions, Object.fromEntries(tables));
}

/** Returns the names that a query over a rehearsal's tables may use. */
export function knownNames(out: string): KnownNames {
  const saved = readFunctions(out);
  const columnsOfTables = Object.values(TABLES).flatMap((columns) => columns.map(({ name }) => name));
  const columnsOfFunctions = Object.keys(saved).flatMap((name) =>
    Object.keys(bind(name, workspaceSchema(saved)).columns),
  );
  return {
    columns: [...new Set([...columnsOfTables, ...columnsOfFunctions])],
    tables: [...Object.keys(TABLES), ...Object.keys(saved)],
    functions: [...Object.keys(FUNCTIONS), ...AGGREGATES, ...Object.keys(saved)],
  };
}
