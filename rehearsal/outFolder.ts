import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { rowsByName, type Table } from "../kql/run/run";
import { codeOf } from "./fileError";

/** Folder of the tables below the folder for results. */
const tablesOf = (out: string): string => join(out, "tables");

/** Makes the folder for results and writes into it, so that nothing is done in vain. Throws with one sentence. */
export function openOutFolder(out: string): void {
  const probe = join(tablesOf(out), ".probe");
  try {
    makeFolder(resolve(tablesOf(out)));
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const code = codeOf(error);
    const reason =
      code === "EEXIST" || code === "ENOTDIR"
        ? "is a file, or lies below one"
        : code === "EACCES" || code === "EPERM" || code === "EROFS"
          ? "may not be written by this user"
          : `cannot be made (${code})`;
    throw new Error(
      `--out ${out}: ${resolve(out)} ${reason}. Name a folder of your own, for example --out ~/rehearsal.`,
    );
  }
}

/** Makes a folder with those above it, one by one: the recursive way of Node 20 never ends below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

/** What a rehearsal leaves in its folder. */
export interface Results {
  /** Content of summary.json. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** Tables and function results by name. */
  readonly tables: Readonly<Record<string, Table>>;
  /** Saved functions of the workspace, for later queries. */
  readonly functions: Readonly<Record<string, unknown>>;
}

/** Writes the results: summary.json, functions.json and a file of JSON lines for each table. */
export function writeResults(out: string, { summary, tables, functions }: Results): void {
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
  writeFileSync(join(out, "summary.json"), json(summary));
  writeFileSync(join(out, "functions.json"), json(functions));
  for (const [name, table] of Object.entries(tables))
    writeFileSync(
      join(tablesOf(out), `${name}.jsonl`),
      rowsByName(table)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    );
}
