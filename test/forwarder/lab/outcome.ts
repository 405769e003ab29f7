import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Configuration, LabOptions } from "./configuration";
import { type Agent, Lab } from "./lab";
import type { LoadResult } from "./results";

/** The effects of a fault. */
export interface Outcome {
  /** The number of events that TCP acknowledged but no agent received. */
  readonly lost: number;
  readonly duplicates: number;
  /** The longest time in which the sender could write nothing, in seconds. */
  readonly stall: number;
  /** The number of events that arrived after an event that was sent later. */
  readonly disorder: number;
  /** The longest time in which no session was accepted, in seconds. */
  readonly refused?: number;
  /** The time from the agent's return until the sender could write again, in seconds. */
  readonly flowsAgain?: number;
  /** The number of events that the agent received per second, measured from the start of sending. */
  readonly perSecond?: number;
  /** rsyslogd's processor time for a million events, in seconds. */
  readonly cpuPerMillion?: number;
  /** rsyslogd's peak memory, in MB. */
  readonly megabytes?: number;
  /**
   * The number of events that no agent received while another sender kept its sessions open. TCP acknowledged these events,
   * but no program read them.
   */
  readonly waiting?: number;
  /** The spool's size on disk, in MB. */
  readonly megabytesSpooled?: number;
}

/** The number of milliseconds in a second. */
export const SECONDS = 1000;

/** Opens a lab, waits until its rsyslogd listens, runs `use`, and closes the lab. */
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

/**
 * Waits until the agent has received all events, and stops it. Returns the numbers of lost, duplicate and disordered
 * events, and the stall.
 */
export async function count(lab: Lab, agent: Agent, loads: readonly LoadResult[]): Promise<Outcome> {
  await lab.drained(agent, loads);
  const { duplicates, disorder } = await agent.stop();
  return { lost: lab.lost(loads), duplicates, disorder, stall: Math.max(...loads.map(({ stall }) => stall)) };
}
