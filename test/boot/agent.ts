import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Machine } from "./container";

/** A simulated agent on the machine. */
export interface Agent {
  /** Returns the numbers of the events received so far. */
  numbers(): number[];
  /** Returns the spool reports received so far. */
  reports(): string[];
  /** Makes the agent stop reading until `resume`. */
  pause(): void;
  resume(): void;
}

/** Starts a simulated agent on the machine, runs `use`, and stops the agent. */
export async function withAgent(
  machine: Machine,
  port: number,
  use: (agent: Agent) => Promise<void> | void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "qumulo-agent-"));
  const file = join(folder, "lines");
  const child = machine.inNetwork(process.execPath, join(__dirname, "agentProcess.mjs"), String(port), file);
  if (child.stdout === null) throw new Error("the agent has no output");
  await once(child.stdout, "data");
  const numbers = () =>
    [...readFileSync(file, "utf8").matchAll(/^<134>1 \S+ nas-1 qumulo - - - .*,ok,(\d+),/gm)].map(([, number]) =>
      Number(number),
    );
  const reports = () =>
    readFileSync(file, "utf8").match(/^<134>1 \S+ vm-test-0 qumulo-forwarder - - - .*spool.*$/gm) ?? [];
  try {
    await use({ numbers, reports, pause: () => child.kill("SIGSTOP"), resume: () => child.kill("SIGCONT") });
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
    rmSync(folder, { recursive: true });
  }
}

/** Waits at most a minute until `count` distinct events have arrived. Returns how many distinct ones have arrived. */
export async function arrived(agent: Agent, count: number): Promise<number> {
  for (let attempt = 0; attempt < 300 && new Set(agent.numbers()).size < count; attempt++) await wait(200);
  return new Set(agent.numbers()).size;
}
