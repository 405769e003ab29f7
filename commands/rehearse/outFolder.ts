import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { FUNCTION_NAME } from "../../components/events/functions";
import { codeOf, wordsOf } from "../../simulator/fileError";
import { rowsByName } from "../../simulator/kql/run/namedRows";
import type { Table } from "../../simulator/kql/run/table";
import type { Rehearsal } from "../../simulator/rehearse";
import type { Alert } from "../../simulator/replay/replay";
import { cut, printable } from "../terminal";

/** Returns the path of the tables' folder inside a results folder. */
const tablesOf = (out: string): string => join(out, "tables");

const SUMMARY = "summary.json";
/** File with the alerts that the detections raise. */
const ALERTS = "alerts.json";
/** File that names a rehearsal that has begun but not yet written its results. */
const UNFINISHED = "unfinished.json";
/** File with the saved functions. A folder that contains this file counts as a results folder. */
export const FUNCTIONS_FILE = "functions.json";
/** File with the script for Arc servers, if the stack has Arc servers. */
export const ARC_SCRIPT = "onboard.sh";
/**
 * Folder with a subfolder for each stack. A subfolder contains the state of the engine and the state of the simulated
 * Azure.
 */
export const DEPLOYMENT = "deployment";
/** The files and folders that a rehearsal writes. */
const OWN = [SUMMARY, ALERTS, UNFINISHED, FUNCTIONS_FILE, ARC_SCRIPT, "tables", DEPLOYMENT];

/**
 * Creates the results folder and writes a file into it, so that an unusable folder is detected before any work is done.
 * Throws if the folder is unusable, or if it contains files that no rehearsal wrote and is not a results folder.
 */
export function openOutFolder(out: string, begun: Begun): void {
  try {
    refuseOthers(out);
    makeFolder(resolve(tablesOf(out)));
    writeFileSync(join(out, UNFINISHED), JSON.stringify(begun));
  } catch (error) {
    throw new Error(
      `--out ${out}: '${resolve(out)}' ${reasonOf(error)}. Give a new folder of your own, for example --out ~/rehearsal.`,
    );
  }
}

const begunSchema = z.object({ stack: z.string(), at: z.string() });
/** A rehearsal: its stack, and when it began. Example: `{ stack: "dev", at: "2026-11-27T14:00:00.000Z" }`. */
export type Begun = z.output<typeof begunSchema>;

/** The rehearsal that wrote the tables in a folder, and a later one, if any, that has not written its tables. */
export interface Rehearsed extends Begun {
  readonly unfinished: Begun | undefined;
}

/** Returns the rehearsal that wrote the tables in a folder, and a later one that has not finished, if there is one. */
export function readRehearsed(out: string): Rehearsed {
  const read = (name: string): Begun => {
    const file = join(out, name);
    // Earlier releases did not write the time. For their files, the modification time is used.
    const at = statSync(file).mtime.toISOString();
    return begunSchema.parse({ at, ...JSON.parse(readFileSync(file, "utf8")) });
  };
  const { stack, at } = read(SUMMARY);
  return { stack, at, unfinished: existsSync(join(out, UNFINISHED)) ? read(UNFINISHED) : undefined };
}

/** Thrown for a folder that contains files that no rehearsal wrote and is not a results folder. */
class Foreign extends Error {}

function refuseOthers(out: string): void {
  if (!existsSync(out) || !statSync(out).isDirectory()) return;
  const names = readdirSync(out);
  const [first, ...others] = names.filter((name) => !OWN.includes(name));
  if (first === undefined || names.includes(FUNCTIONS_FILE)) return;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  throw new Foreign(`contains files that are not a rehearsal's: ${cut(printable(first), 60)}${more}`);
}

function reasonOf(error: unknown): string {
  if (error instanceof Foreign) return error.message;
  const code = codeOf(error);
  if (code === "EEXIST" || code === "ENOTDIR") return "is a file, or is below one";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "cannot be written by this user";
  // The system reports ENOENT for a folder below /proc.
  if (code === "ENOENT") return "cannot be created, because the system allows no folders there";
  return `cannot be written: ${wordsOf(error)}`;
}

/**
 * Creates a folder and its parents one by one, because Node 20's recursive mkdir never returns for a path below /proc.
 */
function makeFolder(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

/** The results that a rehearsal writes to its folder. */
export interface Results {
  /** The content of summary.json. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** The content of alerts.json. */
  readonly alerts: readonly Alert[];
  /** The workspace's tables by name, and the events that its function returns, by the function's name. */
  readonly tables: Readonly<Record<string, Table>>;
  /** The workspace's saved functions, for later queries. */
  readonly functions: Readonly<Record<string, unknown>>;
  /** The script for Arc servers. */
  readonly arcScript: string | undefined;
}

/** Selects the parts of a rehearsal that are written to its files. Pure. */
export const resultsOf = ({ stack, begunAt, warnings, outputs, delivery, stored, fired }: Rehearsal): Results => ({
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
  alerts: fired.map(({ alert }) => alert),
  tables: { ...stored.tables, [FUNCTION_NAME]: stored.events },
  functions: stored.functions,
  arcScript: outputs.arcOnboardingScript,
});

/** Writes summary.json, alerts.json, functions.json, a file of JSON lines for each table, and the script for Arc servers. */
export function writeResults(out: string, { summary, alerts, tables, functions, arcScript }: Results): void {
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
  writeFileSync(join(out, SUMMARY), json(summary));
  writeFileSync(join(out, ALERTS), json(alerts));
  writeFileSync(join(out, FUNCTIONS_FILE), json(functions));
  const script = join(out, ARC_SCRIPT);
  // A script from an earlier rehearsal of another stack must not remain.
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
