import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { FUNCTION_NAME } from "../components/events/functions";
import { isKept, type NoiseFilter } from "../components/events/noiseFilter";
import { wire } from "../components/wire";
import { program } from "../infra/program";
import type { Settings } from "../infra/settings/schema";
import { validate } from "../infra/settings/validate";
import type { SavedFunction } from "../kql/language";
import { rowsByName, type Table, tableFrom } from "../kql/run/run";
import { findPulumi } from "./engine/cli";
import { deploy } from "./engine/deploy";
import type { Graph, Shipped } from "./engine/graph";
import { recordProgram } from "./engine/recordProgram";
import { readStackConfig, type StackConfig } from "./engine/stackConfig";
import { type Options, readOptions, USAGE } from "./options";
import { tableLines, terminalWidth } from "./printTable";
import { builtInMessages } from "./qumulo/builtIn";
import { fileLines, type Message, toMessage } from "./qumulo/messages";
import { type Progress, type Rehearsed, rehearse } from "./rehearse";
import { type Billed, billing } from "./tables/billing";
import { syslogColumns } from "./tables/syslog";
import { ingest, programFunctions, shippedFlows, shippedFunctions, workspaceDatabase } from "./tables/workspace";

const PROJECT = join(__dirname, "..");

const coreCommands = z.object({ send: z.array(z.string()), stop: z.array(z.string()) });
const outputsSchema = z.object({
  syslogEndpoint: z.object({ address: z.string(), port: z.number(), protocol: z.string(), url: z.string() }),
  qumuloCommands: z.record(
    z.string(),
    z.object({ beforeYouPaste: z.string(), core6_0To7_8: coreCommands, coreFrom7_9: coreCommands }),
  ),
});
type Outputs = z.output<typeof outputsSchema>;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  console.log("This is a rehearsal on this machine: nothing is created in Azure, and nothing is sent there.\n");

  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(name, () => abort.abort(new Interrupted(name)));

  const config = readStackConfig(PROJECT, options.stack);
  const recorded = await recordProgram(program, config);
  const clusters = Object.keys(outputsSchema.parse(recorded.outputs).qumuloCommands);
  const messages = filtered(readMessages(options.events, clusters), settingsOf(config).events);
  const shipped = await deployed(options, config, recorded, abort.signal);
  const outputs = outputsSchema.parse(shipped.outputs);
  console.log(
    `Sending ${messages.length} lines as ${new Set(messages.map(({ host }) => host)).size} nodes through rsyslogd ...`,
  );
  const rehearsed = await rehearse(shipped, messages, abort.signal, printProgress);
  process.stdout.write("\n");
  const stored = store(shipped, rehearsed.rows);
  writeResults(options.out, options.stack, outputs, rehearsed, stored);
  if (options.events !== undefined)
    for (const line of tableLines(firstEvents(stored.events), terminalWidth())) console.log(line);
  printSummary(outputs, rehearsed, messages, stored, options.out);
  if (rehearsed.account.lost > 0) process.exitCode = 1;
}

class Interrupted extends Error {}

/** The stack's settings, which recording the program has checked. */
function settingsOf({ project, values, secretKeys }: StackConfig): Settings {
  const result = validate({ project, values, secretKeys, subscriptionId: undefined });
  if ("mistakes" in result) throw new Error(result.mistakes.map(({ key, problem }) => `${key}: ${problem}`).join("\n"));
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

function store(shipped: Shipped, rows: Rehearsed["rows"]): Stored {
  const stream = tableFrom(syslogColumns, rows);
  const flows = shippedFlows(shipped);
  const tables = ingest(flows, stream);
  const own = shippedFunctions(shipped);
  // Another stack of a shared workspace owns the functions: then those of this program stand for them.
  const all = FUNCTION_NAME in own ? own : programFunctions(flows.length === 1 ? "syslog" : "parsed");
  const events = workspaceDatabase(all, tables).run(FUNCTION_NAME, new Date());
  const name = stream.columns.findIndex((column) => column.name === "ProcessName");
  const ofClusters = stream.rows.filter((row) => row[name] !== wire.appName.forwarder);
  return { tables, functions: all, events, billing: billing({ columns: stream.columns, rows: ofClusters }) };
}

function readMessages(file: string | undefined, clusters: readonly string[]): Message[] {
  const now = new Date();
  if (file === undefined) return builtInMessages(clusters, now);
  const node = `${clusters[0]}-1`;
  return fileLines(readFileSync(file)).map((line) => toMessage(line, node, now));
}

/** Deploys with the real engine where there is one; its stack stays in the folder for the results. */
async function deployed(
  { stack, out }: Options,
  config: StackConfig,
  recorded: Graph,
  signal: AbortSignal,
): Promise<Shipped> {
  for (const { severity, message } of recorded.log) if (severity === "warning") console.log(`warning: ${message}`);
  if (findPulumi() === undefined) {
    const custom = recorded.resources.filter((resource) => resource.custom).length;
    console.log(
      `Stack '${stack}' would create ${custom} resources. Evaluated by the SDK's in-process monitor, because there is no Pulumi engine here: node setup.mjs test:engine builds one.`,
    );
    return recorded;
  }
  console.log(`Deploying stack '${stack}' with the Pulumi engine, over a stand-in for Azure ...`);
  const result = await deploy(join(out, "deployment", stack), config, signal, printStep).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
  const changes = Object.entries(result.changes).filter(([change]) => change !== "same");
  console.log(
    changes.length === 0
      ? "  no changes"
      : `  ${changes.map((change) => change.reverse().join(" to ")).join(", ")}: done`,
  );
  return result;
}

/** The engine's own progress: what has been done, without what begins. */
function printStep(text: string): void {
  const done = text.split("\n").filter((line) => /^ [-+~@]+ .* (created|updated|deleted|replaced) \(/.test(line));
  for (const line of done) console.log(`  ${line.replace(/\s+/g, " ").replace(/ \(.*/, "").trim()}`);
}

function printProgress({ sent, received, total }: Progress): void {
  const text = `  sent ${sent} of ${total}, ${received} arrived at the agent`;
  process.stdout.write(process.stdout.isTTY ? `\r${text}` : `${text}\n`);
}

/** Columns that a person looks at first. */
const SHOWN = [
  "ParseStatus",
  "HostName",
  "ClientIP",
  "UserID",
  "Operation",
  "OperationStatus",
  "FilePath",
  "TargetPath",
  "RawMessage",
];

/** The first events of a file, as columns. */
const firstEvents = (events: Table) =>
  rowsByName({ ...events, rows: events.rows.slice(0, 50) }).map((row) =>
    Object.fromEntries(SHOWN.map((name) => [name, row[name]])),
  );

const lines = (table: Table): string =>
  rowsByName(table)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join("");

function writeResults(
  out: string,
  stack: string,
  { syslogEndpoint }: Outputs,
  { account }: Rehearsed,
  stored: Stored,
): void {
  mkdirSync(join(out, "tables"), { recursive: true });
  writeFileSync(
    join(out, "summary.json"),
    `${JSON.stringify({ stack, endpoint: syslogEndpoint, ...account, billing: stored.billing }, undefined, 2)}\n`,
  );
  for (const [name, table] of Object.entries({ ...stored.tables, [FUNCTION_NAME]: stored.events }))
    writeFileSync(join(out, "tables", `${name}.jsonl`), lines(table));
  writeFileSync(join(out, "functions.json"), `${JSON.stringify(stored.functions, undefined, 2)}\n`);
}

function printSummary(
  outputs: Outputs,
  { account }: Rehearsed,
  messages: readonly Message[],
  { events, billing: billed }: Stored,
  out: string,
): void {
  const others = messages.length - account.sent;
  console.log(
    `${account.sent} events sent, ${account.rows} rows, lost = ${account.lost}, duplicated = ${account.duplicated}`,
  );
  if (others > 0) console.log(`${others} more lines were not Qumulo's, or not to be kept; the forwarder drops these.`);
  const status = events.columns.findIndex(({ name }) => name === "ParseStatus");
  const counts = new Map<string, number>();
  for (const row of events.rows) counts.set(String(row[status]), (counts.get(String(row[status])) ?? 0) + 1);
  console.log(`${FUNCTION_NAME} reads them: ${[...counts].map(([name, count]) => `${count} ${name}`).join(", ")}.\n`);
  console.log("Billed bytes for each event that has arrived, by the choice of events.table and events.keep:");
  for (const table of ["syslog", "parsed"] as const)
    console.log(
      `  ${table}: ${billed
        .filter((one) => one.table === table)
        .map(({ keep, bytesPerEvent }) => `${bytesPerEvent} ${keep}`)
        .join(", ")}`,
    );
  console.log(`Tables: ${join(out, "tables")}. Ask them: npm run query -- 'QumuloEvents | take 5'\n`);
  console.log(`In a real deployment Qumulo sends to ${outputs.syslogEndpoint.url}:`);
  for (const [cluster, { beforeYouPaste, core6_0To7_8, coreFrom7_9 }] of Object.entries(outputs.qumuloCommands)) {
    for (const [core, { send }] of Object.entries({ "6.0 to 7.8": core6_0To7_8, "from 7.9": coreFrom7_9 }))
      console.log(`  ${cluster}, Core ${core}:\n${send.map((command) => `    ${command}\n`).join("")}`);
    console.log(`  ${beforeYouPaste}\n`);
  }
  console.log('The lines under "stop" end it, before pulumi destroy: pulumi stack output qumuloCommands');
}

main().catch((error: unknown) => {
  if (error instanceof Interrupted) {
    console.error("\nInterrupted: rsyslogd is stopped, nothing was written.");
    process.exitCode = 130;
    return;
  }
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
