import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { syslogContract } from "../components/syslogContract";
import { agentRule, collect } from "./agent/filter";
import { listen } from "./agent/listener";
import { countDelivery, type Delivery } from "./delivery";
import type { DeployedArtifacts } from "./engine/graph";
import type { Message } from "./qumulo/messages";
import { send } from "./qumulo/send";
import { freePort, startRsyslog } from "./rsyslog/daemon";
import { deployedForwarder } from "./rsyslog/deployedFiles";
import { addressOf, checkedClusters, reroot } from "./rsyslog/reroot";
import { type SyslogRow, syslogRow } from "./workspace/syslog";

export interface Rehearsed {
  readonly account: Delivery;
  readonly rows: readonly SyslogRow[];
}

/** How far a rehearsal is. */
export interface Progress {
  readonly sent: number;
  readonly received: number;
  readonly total: number;
}

/** Nothing more arrives when nothing has for this long; rsyslog tries a lost connection again within 5 s. */
const QUIET_MS = 6_000;

/**
 * Sends messages through the configuration that a stack ships, in a real rsyslogd, to a stand-in for the agent that
 * filters as the stack's rule says. Leaves no process and no folder behind, also when it is aborted.
 */
export async function rehearse(
  graph: DeployedArtifacts,
  messages: readonly Message[],
  signal: AbortSignal,
  report: (progress: Progress) => void,
): Promise<Rehearsed> {
  const root = mkdtempSync(join(tmpdir(), "qumulo-rehearsal-"));
  const forwarder = deployedForwarder(graph);
  const rule = agentRule(graph);
  const collector = { ...forwarder, workspaceId: String(graph.outputs.workspaceId) };
  const rows: SyslogRow[] = [];
  const counts = { sent: 0, received: 0 };
  // Undone in reverse order, whatever happens.
  const cleanups: (() => void | Promise<void>)[] = [() => rmSync(root, { recursive: true, force: true })];
  try {
    const [port, agentPort] = [await freePort(), await freePort()];
    const agent = await listen(agentPort, (line) => {
      const collected = collect(rule, line);
      // Reports of the forwarder about itself are rows and no events.
      if (collected?.line.appName !== syslogContract.appName.forwarder) counts.received += 1;
      if (collected !== undefined) rows.push(syslogRow(collected, collector, new Date()));
    });
    cleanups.push(() => agent.close());
    const rsyslog = await startRsyslog(root, reroot(forwarder.files, { root, port, agentPort }), port);
    cleanups.push(() => rsyslog.stop());
    const progress = () => report({ ...counts, total: messages.length });
    const ticker = setInterval(progress, 500);
    cleanups.push(() => clearInterval(ticker));
    const clusters = checkedClusters(forwarder.files);
    const sending = send({
      port,
      messages,
      addressOf: (host) => addressOf(host, clusters),
      sent: () => {
        counts.sent += 1;
      },
    });
    await Promise.race([sending, aborted(signal)]);
    const expected = messages.filter(({ body }) => body !== undefined).length;
    await settled(() => counts.received, expected, signal);
    progress();
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanup();
  }
  return { account: countDelivery(messages, rows, counts.received), rows };
}

/** Waits until as many lines have come as must, or nothing comes any more. */
async function settled(count: () => number, expected: number, signal: AbortSignal): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < QUIET_MS && count() < expected; quiet += 50) {
    if (count() !== last) quiet = 0;
    last = count();
    await wait(50, undefined, { signal });
  }
  // A duplicate would come right behind.
  await wait(200, undefined, { signal });
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
