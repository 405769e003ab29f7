import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { program } from "../infra/program";
import { findPulumi } from "./engine/cli";
import { deploy } from "./engine/deploy";
import type { Graph, Shipped } from "./engine/graph";
import { recordProgram } from "./engine/recordProgram";
import { readStackConfig, type StackConfig } from "./engine/stackConfig";
import { type Options, readOptions, USAGE } from "./options";
import { builtInMessages } from "./qumulo/builtIn";
import { fileLines, type Message, toMessage } from "./qumulo/messages";
import { type Progress, type Rehearsed, rehearse } from "./rehearse";

const PROJECT = join(__dirname, "..");

const outputsSchema = z.object({
  syslogEndpoint: z.object({ address: z.string(), port: z.number(), protocol: z.string(), url: z.string() }),
  qumuloCommands: z.record(z.string(), z.object({ coreUpTo7_8: z.string(), coreFrom7_9: z.string() })),
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
  const messages = readMessages(options.events, clusters);
  const shipped = await deployed(options, config, recorded, abort.signal);
  const outputs = outputsSchema.parse(shipped.outputs);
  console.log(
    `Sending ${messages.length} lines as ${new Set(messages.map(({ host }) => host)).size} nodes through rsyslogd ...`,
  );
  const rehearsed = await rehearse(shipped, messages, abort.signal, printProgress);
  process.stdout.write("\n");
  writeResults(options.out, options.stack, outputs, rehearsed);
  printSummary(outputs, rehearsed, messages, options.out);
  if (rehearsed.account.lost > 0) process.exitCode = 1;
}

class Interrupted extends Error {}

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
      `Stack '${stack}' would create ${custom} resources. Evaluated by the SDK's in-process monitor, because there is no Pulumi engine here: node setup.mjs --engine builds one.`,
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

function writeResults(out: string, stack: string, { syslogEndpoint }: Outputs, { account, rows }: Rehearsed): void {
  mkdirSync(join(out, "tables"), { recursive: true });
  writeFileSync(
    join(out, "summary.json"),
    `${JSON.stringify({ stack, endpoint: syslogEndpoint, ...account }, undefined, 2)}\n`,
  );
  writeFileSync(join(out, "tables", "Syslog.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

function printSummary(outputs: Outputs, { account, rows }: Rehearsed, messages: readonly Message[], out: string): void {
  const foreign = messages.length - account.sent;
  const bytes = rows.reduce((sum, { _BilledSize }) => sum + Number(_BilledSize), 0);
  const perEvent = rows.length > 0 ? `, ${Math.round(bytes / rows.length)} billed bytes an event` : "";
  console.log(
    `${account.sent} events sent, ${account.rows} rows in Syslog, lost = ${account.lost}, duplicated = ${account.duplicated}${perEvent}`,
  );
  if (foreign > 0) console.log(`${foreign} more lines were not Qumulo's; the forwarder drops these.`);
  console.log(`Rows: ${join(out, "tables", "Syslog.jsonl")}\n`);
  console.log(`In a real deployment Qumulo sends to ${outputs.syslogEndpoint.url}:`);
  for (const [cluster, { coreUpTo7_8, coreFrom7_9 }] of Object.entries(outputs.qumuloCommands)) {
    console.log(`  ${cluster}, Core up to 7.8:  ${coreUpTo7_8}`);
    console.log(`  ${cluster}, Core from 7.9:   ${coreFrom7_9}`);
  }
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
