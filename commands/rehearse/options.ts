import { parseArgs } from "node:util";
import { refuseEmptyValues, refuseOptionsOfNpm, usageError } from "../commandLine";

/** The parsed command line. */
export interface Options {
  /** Name of the stack. Default: `dev`. */
  readonly stack: string;
  /** File with one message per line. Default: the built-in events. */
  readonly events?: string;
  /** Folder for the results. Default: `rehearsal-out`. */
  readonly out: string;
  readonly help: boolean;
}

/** Folder for the results if `--out` is not given. */
export const DEFAULT_OUT = "rehearsal-out";

export const USAGE = `Usage: npm start -- [--stack NAME] [--events FILE] [--out DIR]

  --stack NAME   read the settings in Pulumi.NAME.yaml (default: dev)
  --events FILE  send this file, plain or gzip, one message per line: a line with
                 a syslog header is sent unchanged, a bare message gets a header
                 (default: Qumulo's published samples, once as they are and once
                 from each cluster of the stack)
  --out DIR      write summary.json and tables/ here (default: rehearsal-out)`;

/** Parses the command line; if it is wrong, throws an error with the reason and the usage. */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options {
  refuseOptionsOfNpm(["stack", "events", "out"], "npm start", environment);
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", default: "dev" },
        events: { type: "string" },
        out: { type: "string", default: DEFAULT_OUT },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    refuseEmptyValues(values);
    return values;
  } catch (error) {
    throw usageError(error, USAGE);
  }
}
