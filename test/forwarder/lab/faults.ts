import { setTimeout as wait } from "node:timers/promises";
import { type Agent, type Configuration, Lab, type LoadResult } from "./lab";

/** What a fault did. */
export interface Outcome {
  /** Events that TCP had acknowledged and no agent got. */
  readonly lost: number;
  readonly duplicates: number;
  /** Longest time in which the sender could write nothing, in seconds. */
  readonly stall: number;
  /** Events that came behind a later one. */
  readonly disorder: number;
  /** Processor seconds of rsyslogd for a million events. */
  readonly cpuPerMillion?: number;
  /** Greatest memory of rsyslogd. */
  readonly megabytes?: number;
}

const SECONDS = 1000;

async function withLab(
  configuration: Configuration,
  use: (lab: Lab) => Promise<Outcome>,
  spoolLimit?: string,
): Promise<Outcome> {
  const lab = await Lab.open(configuration, spoolLimit);
  try {
    lab.start();
    return await use(lab);
  } finally {
    await lab.close();
  }
}

/** Lets everything drain into an agent, and counts. */
async function count(lab: Lab, agent: Agent, loads: readonly LoadResult[]): Promise<Outcome> {
  await lab.drained(agent, loads);
  const { duplicates, disorder } = await agent.stop();
  return { lost: lab.lost(loads), duplicates, disorder, stall: Math.max(...loads.map(({ stall }) => stall)) };
}

/** The faults that a forwarder must survive, by name. */
export const faults = {
  /** 10,000 events/s, nothing wrong. */
  steady: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const agent = await lab.agent("take");
      const load = await lab.load(0, 100_000, 10_000);
      await wait(1 * SECONDS);
      const { cpuSeconds, megabytes } = lab.usage();
      return { ...(await count(lab, agent, [load])), cpuPerMillion: cpuSeconds * 10, megabytes };
    }),

  /** The agent is away for 30 s at 10,000 events/s. */
  agentDown: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const load = await lab.load(0, 300_000, 10_000);
      return count(lab, await lab.agent("take"), [load]);
    }),

  /** The agent takes 2,000 events/s of 6,000, for 20 s. */
  agentSlow: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const agent = await lab.agent("slow", 2_000);
      const load = await lab.load(0, 120_000, 6_000);
      return count(lab, agent, [load]);
    }),

  /** The agent dies and is back after 1 s. */
  agentKilled: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const first = await lab.agent("take");
      const loading = lab.load(0, 50_000, 10_000);
      await wait(2 * SECONDS);
      await first.stop();
      await wait(1 * SECONDS);
      const second = await lab.agent("take");
      const load = await loading;
      return count(lab, second, [load]);
    }),

  /** rsyslogd is stopped with 60,000 events queued and no agent. */
  terminatedWithBacklog: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const load = await lab.load(0, 60_000, 20_000);
      await wait(1 * SECONDS);
      await lab.end("SIGTERM");
      lab.start();
      return count(lab, await lab.agent("take"), [load]);
    }),

  /** rsyslogd is killed with 60,000 events queued and no agent. */
  killedWithBacklog: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const load = await lab.load(0, 60_000, 20_000);
      await wait(1 * SECONDS);
      await lab.end("SIGKILL");
      lab.start();
      return count(lab, await lab.agent("take"), [load]);
    }),

  /** The agent accepts and reads nothing for 6 s, then dies. */
  agentHangs: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const hanging = await lab.agent("hang");
      const load = await lab.load(0, 60_000, 10_000);
      await hanging.kill();
      return count(lab, await lab.agent("take"), [load]);
    }),

  /** The spool of 8 MB fills while the agent is away for 20 s, at 20,000 events/s. */
  spoolFull: (configuration: Configuration) =>
    withLab(
      configuration,
      async (lab) => {
        const loading = lab.load(0, 300_000, 20_000);
        await wait(20 * SECONDS);
        const agent = await lab.agent("take");
        const load = await loading;
        return count(lab, agent, [load]);
      },
      "8m",
    ),
} satisfies Record<string, (configuration: Configuration) => Promise<Outcome>>;

export type Fault = keyof typeof faults;
