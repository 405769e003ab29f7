import { parseArgs } from "node:util";
import { refuseEmptyValues, refuseOptionsOfNpm, usageError } from "../commandLine";
import { DEFAULT_OUT } from "../rehearse/options";

export const USAGE = `Usage: npm run query -- 'KQL' [--out DIR] [--json | --csv]

  KQL        a query over the tables of the last rehearsal and the functions of its stack
  --out DIR  folder that the rehearsal has written (default: rehearsal-out)
  --json     print one JSON object per row, uncut
  --csv      print comma-separated values, uncut, with the column names in the first line
Example: npm run query -- 'QumuloEvents | summarize count() by OperationClass'`;

/** How rows are printed. */
export type Format = "table" | "json" | "csv";

/** The parsed command line. */
export interface Options {
  readonly query: string;
  /** Folder with the rehearsal's results. Default: `rehearsal-out`. */
  readonly out: string;
  readonly format: Format;
}

/**
 * Parses the command line; returns "help" for `--help`. If the command line is wrong, throws an error with the reason
 * and the usage.
 */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options | "help" {
  const { values, positionals } = parsed(args);
  const { json, csv, out, help } = values;
  // If npm's environment contains `json`, the user has either written --json before --, or set npm's own setting
  // `json`. If a format follows --, this function assumes npm's setting, and ignores it.
  refuseOptionsOfNpm(["out", "csv", ...(json || csv ? [] : ["json"])], "npm run query", environment);
  if (help) return "help";
  const [query, ...others] = positionals;
  if (query === undefined || others.length > 0)
    throw new Error(`Give one query, in single quotes, so that the shell leaves | and $ alone.\n\n${USAGE}`);
  if (json && csv) throw new Error("Choose one of --json and --csv.");
  return { query, out, format: json ? "json" : csv ? "csv" : "table" };
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
    throw usageError(error, USAGE);
  }
}
