import { join } from "node:path";
import { readStackConfig } from "../../simulator/engine/stackConfig";
import { arrivalTimes } from "../../simulator/qumulo/arrivalTimes";
import { readArrivalFile, readEventsFile } from "../../simulator/qumulo/eventsFile";
import { type Phase, rehearse } from "../../simulator/rehearse";
import { scenarios } from "../../simulator/replay/scenarios/scenarios";
import type { Given } from "../../simulator/sentMessages";
import { terminalWidth, wrapped } from "../terminal";
import { alertLines } from "./alertLines";
import { clusterCommandLines } from "./clusterCommands";
import type { Interruption } from "./interrupt";
import { type Options, readOptions, USAGE } from "./options";
import { DEPLOYMENT, openOutFolder, resultsOf, writeResults } from "./outFolder";
import { givenLines, phaseLines, progressLine, stepLine } from "./progress";
import { summaryLines } from "./summary";

const PROJECT = join(__dirname, "../..");

/** By phase, the sentence that is printed if the command is interrupted after the phase has begun. */
const INTERRUPTED: Readonly<Partial<Record<Phase["kind"], string>>> = {
  deploying:
    "Interrupted: nothing was sent, and no results were written. What was deployed to the simulated Azure is kept, and the next npm start continues from it.",
  sending: "Interrupted: rsyslogd is stopped, and no results were written.",
  forwarded: "Interrupted: the detections have not run to the end, and no results were written.",
};

/** Reads the files that the options name. */
function givenBy({ scenario: name, events, arrival }: Options): Given {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario !== undefined) return { kind: "scenario", scenario };
  if (events === undefined) return { kind: "builtIn" };
  const content = readEventsFile(events);
  if (arrival === undefined) return { kind: "events", content, arrivals: undefined };
  const arrivals = arrivalTimes({ path: arrival, content: readArrivalFile(arrival) }, { path: events, content });
  return { kind: "events", content, arrivals };
}

/** Runs the command `npm start`, and throws errors whose messages are for the user. */
export async function start(args: readonly string[], { signal, begin }: Interruption): Promise<void> {
  const options = readOptions(args, process.env);
  if (options.help) return console.log(USAGE);
  const { stack, out } = options;
  const width = terminalWidth();
  const print = (lines: readonly string[]): void => {
    for (const line of lines) console.log(line);
  };
  print([
    wrapped("This is a rehearsal on this machine: nothing is created in Azure, and nothing is sent there.", width),
  ]);
  const config = readStackConfig(PROJECT, stack);
  const given = givenBy(options);
  print(givenLines(given, width));
  const begunAt = new Date().toISOString();
  openOutFolder(out, { stack, at: begunAt });
  const stateFolder = join(out, DEPLOYMENT, stack);
  const rehearsal = await rehearse(
    { config, given, stateFolder, begunAt, signal },
    {
      onPhase: async (phase) => {
        const sentence = INTERRUPTED[phase.kind];
        if (sentence !== undefined) await begin(sentence);
        print(phaseLines(phase, { stack, out }, width));
      },
      onStep: (step) => print([stepLine(step, width)]),
      onProgress: (progress) =>
        process.stdout.write(process.stdout.isTTY ? `\r${progressLine(progress)}` : `${progressLine(progress)}\n`),
    },
  );
  writeResults(out, resultsOf(rehearsal));
  print(summaryLines(rehearsal, out, width));
  print(clusterCommandLines(rehearsal, width));
  print(alertLines(rehearsal, width));
  if (rehearsal.delivery.lost > 0) process.exitCode = 1;
}
