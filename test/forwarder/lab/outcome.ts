import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Configuration, LabOptions } from "./configuration";
import { type Agent, Lab } from "./lab";
import type { LoadResult } from "./results";

/** What a fault did. */
export interface Outcome {
  /** Events that TCP had acknowledged and no agent got. */
  readonly lost: number;
  readonly duplicates: number;
  /** Longest time in which the sender could write nothing, in seconds. */
  readonly stall: number;
  /** Events that came behind a later one. */
  readonly disorder: number;
  /** Longest time in which no session was accepted, in seconds. */
  readonly refused?: number;
  /** Seconds from the agent's return until the sender could write again. */
  readonly flowsAgain?: number;
  /** Events that the agent had a second, from the first one sent. */
  readonly perSecond?: number;
  /** Processor seconds of rsyslogd for a million events. */
  readonly cpuPerMillion?: number;
  /** Greatest memory of rsyslogd. */
  readonly megabytes?: number;
  /** Events that no agent had while another peer held its sessions: the kernel takes what nobody reads. */
  readonly waiting?: number;
  /** What the spool holds on disk, in MB. */
  readonly megabytesSpooled?: number;
}

/** In milliseconds. */
export const SECONDS = 1000;

/** Uses a lab whose rsyslogd listens, and takes it down again. */
export async function withLab<Result>(
  configuration: Configuration,
  use: (lab: Lab) => Promise<Result>,
  options?: LabOptions,
): Promise<Result> {
  const lab = await Lab.open(configuration, options);
  try {
    lab.start();
    await lab.listening();
    return await use(lab);
  } finally {
    await lab.close();
  }
}

export function spooledMegabytes(root: string): number {
  const spool = join(root, "spool");
  const files = readdirSync(spool).filter((name) => /^qumulo\.\d/.test(name));
  return files.reduce((sum, name) => sum + statSync(join(spool, name)).size, 0) / 1_000_000;
}

/** Lets everything drain into an agent, and counts. */
export async function count(lab: Lab, agent: Agent, loads: readonly LoadResult[]): Promise<Outcome> {
  await lab.drained(agent, loads);
  const { duplicates, disorder } = await agent.stop();
  return { lost: lab.lost(loads), duplicates, disorder, stall: Math.max(...loads.map(({ stall }) => stall)) };
}
