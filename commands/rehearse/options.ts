import { parseArgs } from "node:util";
import { refuseOptionsOfNpm } from "../npmOptions";

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
                 body gets a header; gzip is read, too (default: published
                 Qumulo samples, and events of the stack's own clusters)
  --out DIR      where summary.json and tables/ are written (default: rehearsal-out)`;

/** An empty value is most often a variable of a shell that is not set. Throws with the option. */
export function refuseEmptyValues(values: Readonly<Record<string, string | boolean | undefined>>): void {
  const [empty] = Object.entries(values).find(([, value]) => typeof value === "string" && value.trim() === "") ?? [];
  if (empty !== undefined) throw new Error(`--${empty} has an empty value`);
}

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
    refuseEmptyValues(values);
    return values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message.split(". ")[0] : error}\n\n${USAGE}`);
  }
}
