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

/** The rows that the simulated agent has collected, and their comparison with the messages that were sent. */
export interface Forwarded {
  readonly delivery: Delivery;
  readonly rows: readonly SyslogRow[];
}

/** The numbers of lines sent and received so far, and of all lines to send. */
export interface Progress {
  readonly sent: number;
  readonly received: number;
  readonly total: number;
}

/** If no line arrives for this long, no more lines will arrive: rsyslog retries a lost connection within 5 s. */
const QUIET_MS = 6_000;

/**
 * Sends messages through a real rsyslogd with the stack's configuration to a simulated agent with the stack's
 * collection rule. At the end, even after an error or if `signal` aborts, stops rsyslogd and deletes rsyslogd's folder.
 */
export async function forwardMessages(
  artifacts: DeployedArtifacts,
  messages: readonly Message[],
  signal: AbortSignal,
  report: (progress: Progress) => void,
): Promise<Forwarded> {
  const root = mkdtempSync(join(tmpdir(), "qumulo-rehearsal-"));
  const { computer, resourceId, files } = deployedForwarder(artifacts);
  const rule = agentRule(artifacts);
  const collector = { computer, resourceId, workspaceId: String(artifacts.outputs.workspaceId) };
  const rows: SyslogRow[] = [];
  const counts = { sent: 0, received: 0 };
  // Cleanups run in reverse order at the end, even after an error.
  const cleanups: (() => void | Promise<void>)[] = [() => rmSync(root, { recursive: true, force: true })];
  try {
    const [port, agentPort] = [await freePort(), await freePort()];
    const agent = await listen(agentPort, (line) => {
      const collected = collect(rule, line);
      // The forwarder's reports about itself become rows, but they are not events.
      if (collected?.line.appName !== syslogContract.appName.forwarder) counts.received += 1;
      if (collected !== undefined) rows.push(syslogRow(collected, collector, new Date()));
    });
    cleanups.push(() => agent.close());
    const rsyslog = await startRsyslog(root, reroot(files, { root, port, agentPort }), port);
    cleanups.push(() => rsyslog.stop());
    const progress = () => report({ ...counts, total: messages.length });
    const ticker = setInterval(progress, 500);
    cleanups.push(() => clearInterval(ticker));
    const clusters = checkedClusters(files);
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
  return { delivery: countDelivery(messages, rows, counts.received), rows };
}

/** Waits until the expected number of lines has arrived, or until none has arrived for QUIET_MS. */
async function settled(count: () => number, expected: number, signal: AbortSignal): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < QUIET_MS && count() < expected; quiet += 50) {
    if (count() !== last) quiet = 0;
    last = count();
    await wait(50, undefined, { signal });
  }
  // If there are duplicates, they arrive immediately after the last line.
  await wait(200, undefined, { signal });
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
