import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { FUNCTION_NAME } from "../../components/events/functions";
import { codeOf, wordsOf } from "../../simulator/fileError";
import { rowsByName } from "../../simulator/kql/run/namedRows";
import type { Table } from "../../simulator/kql/run/table";
import type { Rehearsal } from "../../simulator/rehearse";
import { cut, printable } from "../terminal";

/** Folder of the tables below the folder for results. */
const tablesOf = (out: string): string => join(out, "tables");

const SUMMARY = "summary.json";
/** Which rehearsal has begun and has not written its results. */
const UNFINISHED = "unfinished.json";
/** Saved functions of the workspace; a folder that holds them is a rehearsal's. */
export const FUNCTIONS_FILE = "functions.json";
/** Script for a server behind Arc, where the stack has one. */
export const ARC_SCRIPT = "onboard.sh";
/** Folder of the engine's and of the stand-in's state, by stack. */
export const DEPLOYMENT = "deployment";
/** What a rehearsal writes. */
const OWN = [SUMMARY, UNFINISHED, FUNCTIONS_FILE, ARC_SCRIPT, "tables", DEPLOYMENT];

/**
 * Makes the folder for results and writes into it, so that nothing is done in vain. Throws with one sentence where that
 * cannot be, and where the folder holds what is no rehearsal's: files of others stay as they are.
 */
export function openOutFolder(out: string, begun: Begun): void {
  try {
    refuseOthers(out);
    makeFolder(resolve(tablesOf(out)));
    writeFileSync(join(out, UNFINISHED), JSON.stringify(begun));
  } catch (error) {
    throw new Error(
      `--out ${out}: '${resolve(out)}' ${reasonOf(error)}. Name a new folder of your own, for example --out ~/rehearsal.`,
    );
  }
}

const begunSchema = z.object({ stack: z.string(), at: z.string() });
/** A rehearsal: its stack, and when it began. Example: `{ stack: "dev", at: "2026-11-27T14:00:00.000Z" }`. */
export type Begun = z.output<typeof begunSchema>;

/** The rehearsal whose tables a folder holds, and the later one that has not written its own. */
export interface Rehearsed extends Begun {
  readonly unfinished: Begun | undefined;
}

/** Which rehearsal has left the tables of a folder. */
export function readRehearsed(out: string): Rehearsed {
  const read = (name: string): Begun => {
    const file = join(out, name);
    // Earlier releases kept no time.
    const at = statSync(file).mtime.toISOString();
    return begunSchema.parse({ at, ...JSON.parse(readFileSync(file, "utf8")) });
  };
  const { stack, at } = read(SUMMARY);
  return { stack, at, unfinished: existsSync(join(out, UNFINISHED)) ? read(UNFINISHED) : undefined };
}

/** A folder with files of others. */
class Foreign extends Error {}

function refuseOthers(out: string): void {
  if (!existsSync(out) || !statSync(out).isDirectory()) return;
  const names = readdirSync(out);
  const [first, ...others] = names.filter((name) => !OWN.includes(name));
  if (first === undefined || names.includes(FUNCTIONS_FILE)) return;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  throw new Foreign(`holds files that are no rehearsal's: ${cut(printable(first), 60)}${more}`);
}

function reasonOf(error: unknown): string {
  if (error instanceof Foreign) return error.message;
  const code = codeOf(error);
  if (code === "EEXIST" || code === "ENOTDIR") return "is a file, or lies below one";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "may not be written by this user";
  // So the system answers below /proc.
  if (code === "ENOENT") return "cannot be made, because the system takes no folders there";
  return `cannot be written: ${wordsOf(error)}`;
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
  /** Script for a server behind Arc. */
  readonly arcScript: string | undefined;
}

/** The results of a rehearsal as its files hold them. Pure. */
export const resultsOf = ({ stack, begunAt, warnings, outputs, delivery, stored }: Rehearsal): Results => ({
  summary: {
    stack,
    at: begunAt,
    endpoint: outputs.syslogEndpoint,
    sent: delivery.sent,
    received: delivery.received,
    lost: delivery.lost,
    duplicated: delivery.duplicated,
    rows: delivery.rows,
    billing: stored.billing,
    warnings,
  },
  tables: { ...stored.tables, [FUNCTION_NAME]: stored.events },
  functions: stored.functions,
  arcScript: outputs.arcOnboardingScript,
});

/** Writes the results: summary.json, functions.json, a file of JSON lines for each table, and the script for Arc. */
export function writeResults(out: string, { summary, tables, functions, arcScript }: Results): void {
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
  writeFileSync(join(out, SUMMARY), json(summary));
  writeFileSync(join(out, FUNCTIONS_FILE), json(functions));
  const script = join(out, ARC_SCRIPT);
  // That of another stack, which was rehearsed before, would be taken for this one's.
  if (arcScript === undefined) rmSync(script, { force: true });
  else writeFileSync(script, arcScript);
  for (const [name, table] of Object.entries(tables))
    writeFileSync(
      join(tablesOf(out), `${name}.jsonl`),
      rowsByName(table)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    );
  rmSync(join(out, UNFINISHED), { force: true });
}
