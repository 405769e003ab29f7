import { parseArgs } from "node:util";
import { refuseOptionsOfNpm } from "./npmOptions";

/** What a person asks of a rehearsal. */
export interface Options {
  /** Stack whose settings are used. Default: `dev`. */
  readonly stack: string;
  /** File with one message a line. Default: the built-in events. */
  readonly events?: string;
  /** Folder for summary and tables. Default: `rehearsal-out`. */
  readonly out: string;
  readonly help: boolean;
}

/** Folder for results where none is named. */
export const DEFAULT_OUT = "rehearsal-out";

export const USAGE = `Usage: npm start -- [--stack NAME] [--events FILE] [--out DIR]

  --stack NAME   settings of Pulumi.NAME.yaml (default: dev)
  --events FILE  one message a line: an RFC 5424 line is sent as it is, a bare
                 body gets a header (default: published Qumulo samples, and
                 events of the stack's own clusters)
  --out DIR      where summary.json and tables/ are written (default: rehearsal-out)`;

/** Reads the command line. Throws with what is wrong and how it is meant. */
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
    return values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message.split(". ")[0] : error}\n\n${USAGE}`);
  }
}
