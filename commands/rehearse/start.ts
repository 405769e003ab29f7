import { join } from "node:path";
import { z } from "zod";
import { FUNCTION_NAME } from "../../components/events/functions";
import { isKept, type NoiseFilter } from "../../components/events/noiseFilter";
import { syslogContract } from "../../components/syslogContract";
import { program } from "../../infra/program";
import type { Settings } from "../../infra/settings/schema";
import { validate } from "../../infra/settings/validate";
import { missingEvents } from "../../simulator/delivery";
import { findPulumi } from "../../simulator/engine/cli";
import { deploy, isProvider } from "../../simulator/engine/deploy";
import type { DeployedArtifacts, Graph } from "../../simulator/engine/graph";
import { discardStateOfOtherLocation } from "../../simulator/engine/deploymentLocation";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { readStackConfig, type StackConfig } from "../../simulator/engine/stackConfig";
import type { SavedFunction } from "../../simulator/kql/language";
import { tableFrom } from "../../simulator/kql/run/namedRows";
import type { Table } from "../../simulator/kql/run/table";
import { builtInMessages } from "../../simulator/qumulo/builtIn";
import { readEventsFile } from "../../simulator/qumulo/eventsFile";
import { fileLines, type Message, toMessage } from "../../simulator/qumulo/messages";
import { type Progress, type Rehearsed, rehearse } from "../../simulator/rehearse";
import { machineIds } from "../../simulator/rsyslog/deployedFiles";
import { type Billed, billing } from "../../simulator/workspace/billing";
import { syslogColumns } from "../../simulator/workspace/syslog";
import {
  ingest,
  programFunctions,
  deployedDataFlows,
  deployedFunctions,
  workspaceDatabase,
} from "../../simulator/workspace/workspace";
import { cut, terminalWidth, wrapped } from "../terminal";
import type { Interruption } from "./interrupt";
import { type Options, readOptions, USAGE } from "./options";
import { ARC_SCRIPT, DEPLOYMENT, openOutFolder, writeResults } from "./outFolder";
import { counted, summaryLines } from "./summary";
import { warningLines } from "./warningLines";

const PROJECT = join(__dirname, "../..");

const coreCommands = z.object({ send: z.array(z.string()), stop: z.array(z.string()) });
const outputsSchema = z.object({
  arcOnboardingScript: z.string().optional(),
  syslogEndpoint: z.object({ address: z.string(), port: z.number(), protocol: z.string(), url: z.string() }),
  qumuloCommands: z.record(
    z.string(),
    z.object({ beforeYouPaste: z.string(), core6_0To7_8: coreCommands, coreFrom7_9: coreCommands }),
  ),
});
type Outputs = z.output<typeof outputsSchema>;

/** The command `npm start`. Throws with what is wrong, in words for the person who typed it. */
export async function start(args: readonly string[], interrupted: Interruption): Promise<void> {
  const options = readOptions(args, process.env);
  if (options.help) return console.log(USAGE);
  const width = terminalWidth();
  console.log(
    wrapped("This is a rehearsal on this machine: nothing is created in Azure, and nothing is sent there.", width),
  );

  const config = readStackConfig(PROJECT, options.stack);
  const events = options.events === undefined ? undefined : readEventsFile(options.events);
  const begun = { stack: options.stack, at: new Date().toISOString() };
  openOutFolder(options.out, begun);
  const recorded = await recordProgram(program, config);
  const warnings = recorded.log.flatMap(({ severity, message }) => (severity === "warning" ? [message] : []));
  for (const line of warningLines(options.stack, warnings, options.out)) console.log(wrapped(line, width));
  const clusters = Object.keys(outputsSchema.parse(recorded.outputs).qumuloCommands);
  const messages = filtered(readMessages(events, clusters), settingsOf(config).events);
  const shipped = await deployed(options, config, recorded, interrupted);
  const outputs = outputsSchema.parse(shipped.outputs);
  await interrupted.begin("Interrupted: rsyslogd is stopped, and no results were written.");
  const nodes = new Set(messages.map(({ host }) => host)).size;
  console.log(`Sending ${counted(messages.length, "line")} as ${counted(nodes, "node")} through rsyslogd ...`);
  const rehearsed = await rehearse(shipped, messages, interrupted.signal, printProgress);
  process.stdout.write("\n");
  const { account } = rehearsed;
  const stored = store(shipped, rehearsed.rows);
  const { billing: billed } = stored;
  writeResults(options.out, {
    summary: { ...begun, endpoint: outputs.syslogEndpoint, ...account, billing: billed, warnings },
    tables: { ...stored.tables, [FUNCTION_NAME]: stored.events },
    functions: stored.functions,
    arcScript: outputs.arcOnboardingScript,
  });
  const missing = missingEvents(messages, rehearsed.rows);
  const summary = {
    account,
    lines: messages.length,
    missing,
    events: stored.events,
    billing: billed,
    out: options.out,
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

/** What the rows become in the workspace, and what its functions make of them. */
interface Stored {
  readonly tables: Readonly<Record<string, Table>>;
  readonly functions: Readonly<Record<string, SavedFunction>>;
  readonly events: Table;
  readonly billing: readonly Billed[];
}

function store(shipped: DeployedArtifacts, rows: Rehearsed["rows"]): Stored {
  const stream = tableFrom(syslogColumns, rows);
  const flows = deployedDataFlows(shipped);
  const tables = ingest(flows, stream);
  const own = deployedFunctions(shipped);
  // Another stack of a shared workspace owns the functions: then those of this program stand for them, with the machines of
  // this stack in its events.forwarders.
  const all =
    FUNCTION_NAME in own ? own : programFunctions(flows.length === 1 ? "syslog" : "parsed", machineIds(shipped));
  const events = workspaceDatabase(all, tables).run(FUNCTION_NAME, new Date());
  const name = stream.columns.findIndex((column) => column.name === "ProcessName");
  const ofClusters = stream.rows.filter((row) => row[name] !== syslogContract.appName.forwarder);
  return { tables, functions: all, events, billing: billing({ columns: stream.columns, rows: ofClusters }) };
}

function readMessages(events: Buffer | undefined, clusters: readonly string[]): Message[] {
  const now = new Date();
  if (events === undefined) return builtInMessages(clusters, now);
  const node = `${clusters[0]}-1`;
  return fileLines(events).map((line) => toMessage(line, node, now));
}

/** Deploys with the real engine where there is one; its stack stays in the folder for the results. */
async function deployed(
  { stack, out }: Options,
  config: StackConfig,
  recorded: Graph,
  { signal, begin }: Interruption,
): Promise<DeployedArtifacts> {
  if (findPulumi() === undefined) {
    const custom = recorded.resources.filter(({ custom: isReal, type }) => isReal && !isProvider(type)).length;
    console.log(
      wrapped(
        `Stack '${stack}' would create ${custom} resources. This is what the program asks for: no Pulumi engine has checked it, because there is none on this machine. To build one, once, in about six minutes and with Go 1.26: node setup.mjs test:engine`,
        terminalWidth(),
      ),
    );
    return recorded;
  }
  const folder = join(out, DEPLOYMENT, stack);
  const moved = discardStateOfOtherLocation(folder, config);
  if (moved !== undefined) console.log(wrapped(moved, terminalWidth()));
  console.log(`Deploying stack '${stack}' with the Pulumi engine, over a stand-in for Azure ...`);
  await begin(
    "Interrupted: nothing was sent, and no results were written. What was deployed into the stand-in for Azure stays there, and the next npm start goes on from it.",
  );
  const counts = new Map<string, number>();
  const result = await deploy(folder, config, signal, ({ done, type, name }) => {
    counts.set(done, (counts.get(done) ?? 0) + 1);
    console.log(cut(`  ${done} ${type.split(":").at(-1)} ${name}`, terminalWidth()));
  });
  const changes = [...counts].map(([done, count]) => `${count} ${done}`).join(", ");
  console.log(changes === "" ? "  no changes" : `  Resources: ${changes}.`);
  return result;
}

function printProgress({ sent, received, total }: Progress): void {
  const text = `  ${sent} of ${total} lines sent, ${received} arrived at the agent`;
  process.stdout.write(process.stdout.isTTY ? `\r${text}` : `${text}\n`);
}

function printCommands({ syslogEndpoint, qumuloCommands }: Outputs): void {
  console.log(`\nIn a real deployment Qumulo sends to ${syslogEndpoint.url}:`);
  for (const [cluster, { beforeYouPaste, core6_0To7_8, coreFrom7_9 }] of Object.entries(qumuloCommands)) {
    console.log(`${wrapped(beforeYouPaste, terminalWidth())}\n`);
    for (const [core, { send }] of Object.entries({ "6.0 to 7.8": core6_0To7_8, "from 7.9": coreFrom7_9 }))
      console.log(`  ${cluster}, Core ${core}:\n${send.map((command) => `    ${command}\n`).join("")}`);
  }
  console.log("To end the sending of a cluster: pulumi stack output qumuloCommands");
}
