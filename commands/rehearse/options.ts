import { parseArgs } from "node:util";
import { nearest } from "../../infra/settings/nearest";
import { defaultScenario, scenarios } from "../../simulator/replay/scenarios/scenarios";
import { refuseEmptyValues, refuseOptionsOfNpm, usageError } from "../commandLine";

/** The parsed command line. */
export interface Options {
  /** Name of the stack. Default: `dev`. */
  readonly stack: string;
  /** Name of the scenario to play. Example: `insiderCopy`. */
  readonly scenario?: string;
  /** File with one message per line. If neither a file nor a scenario is given, the built-in events are sent. */
  readonly events?: string;
  /** File with the time at which each line in `events` arrived. */
  readonly arrival?: string;
  /** Folder for the results. Default: `rehearsal-out`. */
  readonly out: string;
  readonly help: boolean;
}

/** Folder for the results if `--out` is not given. */
export const DEFAULT_OUT = "rehearsal-out";

const NAMES = scenarios.map(({ name }) => name);

export const USAGE = `Usage: npm start -- [--stack NAME] [--out DIR]
                    [--scenario NAME | --events FILE [--arrival FILE]]

  --stack NAME     read the settings in Pulumi.NAME.yaml (default: dev)
  --out DIR        write summary.json, alerts.json and tables/ here
                   (default: rehearsal-out)
  --scenario NAME  play a day on a cluster, and print which detections fire. The
                   names are ${NAMES.slice(0, 4).join(", ")},
                   ${NAMES.slice(4).join(", ")}
  --events FILE    send this file, plain or gzip, one message per line: a line
                   with a syslog header is sent unchanged, a bare message gets a
                   header. The detections run at the times of the events
  --arrival FILE   when each line of --events arrived, one time per line, for
                   example 2026-11-23T08:15:32Z (default: 2 s after the event)

Without --scenario and --events, the command sends Qumulo's published samples,
once as they are and once from each cluster of the stack, and plays the scenario
${defaultScenario.name}.`;

/** Parses the command line; if it is wrong, throws an error with the reason and the usage. */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options {
  refuseOptionsOfNpm(["stack", "scenario", "events", "arrival", "out"], "npm start", environment);
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", default: "dev" },
        scenario: { type: "string" },
        events: { type: "string" },
        arrival: { type: "string" },
        out: { type: "string", default: DEFAULT_OUT },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    refuseEmptyValues(values);
    refuseCombinations(values);
    return values;
  } catch (error) {
    throw usageError(error, USAGE);
  }
}

function refuseCombinations({ scenario, events, arrival }: Pick<Options, "scenario" | "events" | "arrival">): void {
  if (scenario !== undefined && !NAMES.includes(scenario)) {
    const meant = nearest(scenario, NAMES);
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    throw new Error(`There is no scenario '${scenario}'${hint}\nThe scenarios are ${NAMES.join(", ")}`);
  }
  if (scenario !== undefined && events !== undefined)
    throw new Error("--scenario and --events exclude each other: both determine which events are sent");
  if (arrival !== undefined && events === undefined)
    throw new Error("--arrival needs --events: it lists when each line of that file arrived");
}
