import { join } from "node:path";
import { readStackConfig } from "../../simulator/engine/stackConfig";
import { readEventsFile } from "../../simulator/qumulo/eventsFile";
import { type Phase, rehearse } from "../../simulator/rehearse";
import { terminalWidth, wrapped } from "../terminal";
import { clusterCommandLines } from "./clusterCommands";
import type { Interruption } from "./interrupt";
import { readOptions, USAGE } from "./options";
import { DEPLOYMENT, openOutFolder, resultsOf, writeResults } from "./outFolder";
import { phaseLines, progressLine, stepLine } from "./progress";
import { summaryLines } from "./summary";

const PROJECT = join(__dirname, "../..");

/** What is true if the command is interrupted after a phase has begun. */
const INTERRUPTED: Readonly<Partial<Record<Phase["kind"], string>>> = {
  deploying:
    "Interrupted: nothing was sent, and no results were written. What was deployed to the simulated Azure is kept, and the next npm start continues from it.",
  sending: "Interrupted: rsyslogd is stopped, and no results were written.",
};

/** The command `npm start`. Throws with a message for the user. */
export async function start(args: readonly string[], { signal, begin }: Interruption): Promise<void> {
  const options = readOptions(args, process.env);
  if (options.help) return console.log(USAGE);
  const { stack, out } = options;
  const width = terminalWidth();
  const print = (lines: readonly string[]): void => {
    for (const line of lines) console.log(line);
  };
  for (const line of summaryLines(summary, width)) console.log(line);
  if (outputs.arcOnboardingScript !== undefined)
    console.log(wrapped(`\nThe script for the server behind Arc is in '${join(options.out, ARC_SCRIPT)}'.`, width));
  printCommands(outputs);
  if (account.lost > 0) process.exitCode = 1;
}

/** The stack's settings, which recording the program has checked. */
function settingsOf({ project, values, secretKeys }: StackConfig): Settings {
  const result = validate({ project, values, secretKeys, subscriptionId: undefined });
  if ("errors" in result) throw new Error(result.errors.map(({ key, problem }) => `${key}: ${problem}`).join("\n"));
  return result.settings;
}

/** Events that the filter drops must not arrive. */
const filtered = (messages: readonly Message[], filter: NoiseFilter): Message[] =>
  messages.map((message) =>
    message.body === undefined || isKept(filter, message.body) ? message : { ...message, body: undefined },
  );
  writeResults(out, resultsOf(rehearsal));
  print(summaryLines(rehearsal, out, width));
  print(clusterCommandLines(rehearsal, width));
  if (rehearsal.delivery.lost > 0) process.exitCode = 1;
}
