import { readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Configuration } from "./configuration";
import { count, type Outcome, SECONDS, spooledMegabytes, withLab } from "./outcome";

/** One function for each fault. The function opens a lab, causes the fault, and returns the effects. */
export const faults = {
  /** No fault: a steady load of 10,000 events/s. */
  steady: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const agent = await lab.agent("take");
      const load = await lab.load(0, 100_000, 10_000);
      await wait(1 * SECONDS);
      const { cpuSeconds, megabytes } = lab.usage();
      return { ...(await count(lab, agent, [load])), cpuPerMillion: cpuSeconds * 10, megabytes };
    }),

  /** The agent is unavailable for 30 s, at 10,000 events/s. */
  agentDown: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const loading = lab.load(0, 300_000, 10_000);
      await wait(30 * SECONDS);
      const agent = await lab.agent("take");
      return count(lab, agent, [await loading]);
    }),

  /** For 20 s, the agent reads only 2,000 of 6,000 events/s. */
  agentSlow: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const agent = await lab.agent("slow", 2_000);
      const load = await lab.load(0, 120_000, 6_000);
      return count(lab, agent, [load]);
    }),

  /** The agent ends, and a new one starts after 1 s, at 10,000 events/s. */
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

  /** rsyslogd is stopped while 60,000 events wait and no agent runs. */
  terminatedWithBacklog: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const load = await lab.load(0, 60_000, 20_000);
      await wait(1 * SECONDS);
      await lab.end("SIGTERM");
      lab.start();
      return count(lab, await lab.agent("take"), [load]);
    }),

  /** rsyslogd is killed while 60,000 events wait and no agent runs. */
  killedWithBacklog: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const load = await lab.load(0, 60_000, 20_000);
      await wait(1 * SECONDS);
      await lab.end("SIGKILL");
      lab.start();
      return count(lab, await lab.agent("take"), [load]);
    }),

  /** The agent accepts sessions but reads nothing for 6 s, then is killed. */
  agentHangs: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const hanging = await lab.agent("hang");
      const loading = lab.load(0, 60_000, 10_000);
      await wait(6 * SECONDS);
      await hanging.kill();
      const agent = await lab.agent("take");
      return count(lab, agent, [await loading]);
    }),

  /** A spool of 8 MB is filled while the agent is unavailable for 20 s, at 20,000 events/s. */
  spoolFull: (configuration: Configuration) =>
    withLab(
      configuration,
      async (lab) => {
        const begun = performance.now();
        const loading = lab.load(0, 300_000, 20_000);
        await wait(20 * SECONDS);
        const agent = await lab.agent("take");
        const back = (performance.now() - begun) / SECONDS;
        const load = await loading;
        return { ...(await count(lab, agent, [load])), flowsAgain: Math.max(0, load.stallEnd - back) };
      },
      { spoolMiB: 8 },
    ),

  /** rsyslogd is restarted while a spool of 8 MB is full, the agent is unavailable and the sender has to wait. */
  restartSpoolFull: (configuration: Configuration) =>
    withLab(
      configuration,
      async (lab) => {
        const loading = lab.load(0, 40_000, 10_000);
        await wait(3 * SECONDS);
        await lab.restart();
        await wait(1 * SECONDS);
        const agent = await lab.agent("take");
        return count(lab, agent, [await loading]);
      },
      { spoolMiB: 8 },
    ),

  /** Other programs fill the spool's disk while the agent is unavailable, at 10,000 events/s. Then rsyslogd is restarted. */
  fullDisk: (configuration: Configuration) =>
    withLab(
      configuration,
      async (lab) => {
        const loading = lab.load(0, 60_000, 10_000);
        await wait(2 * SECONDS);
        lab.fillDisk();
        const load = await loading;
        await wait(1 * SECONDS);
        await lab.restart();
        return count(lab, await lab.agent("take"), [load]);
      },
      { isOnSharedDisk: true },
    ),

  /**
   * When rsyslogd starts, the spool's index is unreadable, and 40,000 events are on disk. 20,000 further events arrive before
   * the next start. No agent runs.
   */
  unreadableIndex: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const before = await lab.load(0, 40_000, 20_000);
      await wait(1 * SECONDS);
      await lab.restart(() => {
        for (const name of readdirSync(lab.spool).filter((one) => one.endsWith(".qi")))
          truncateSync(join(lab.spool, name), 100);
      });
      const since = await lab.load(40_000, 20_000, 20_000);
      await wait(1 * SECONDS);
      await lab.restart();
      return count(lab, await lab.agent("take"), [before, since]);
    }),

  /** One sender sends 300,000 events as fast as it can. */
  flood: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const agent = await lab.agent("take");
      const begun = performance.now();
      const load = await lab.load(0, 300_000, 0);
      while (agent.taken() < 300_000 && performance.now() - begun < 60 * SECONDS) await wait(50);
      const perSecond = Math.round((agent.taken() * SECONDS) / (performance.now() - begun));
      return { ...(await count(lab, agent, [load])), perSecond };
    }),

  /** rsyslogd is restarted as planned while the agent runs, at 10,000 events/s. */
  restart: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const agent = await lab.agent("take");
      const loading = lab.load(0, 40_000, 10_000);
      await wait(2 * SECONDS);
      await lab.restart();
      const load = await loading;
      return { ...(await count(lab, agent, [load])), refused: load.refused };
    }),

  /** rsyslogd is restarted as planned while the agent is unavailable, at 10,000 events/s. */
  restartAgentAway: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const loading = lab.load(0, 40_000, 10_000);
      await wait(2 * SECONDS);
      await lab.restart();
      await wait(2 * SECONDS);
      const agent = await lab.agent("take");
      const load = await loading;
      return { ...(await count(lab, agent, [load])), refused: load.refused };
    }),

  /**
   * A flood of 300,000 foreign lines, half with another app-name and half from an unverified sender. The agent is
   * unavailable, and a node sends 500 events/s into a spool of 8 MB.
   */
  foreignFlood: (configuration: Configuration) =>
    withLab(
      configuration,
      async (lab) => {
        const sending = Promise.all([lab.load(0, 10_000, 500), lab.foreign(300_000)]);
        // Sending the events takes 20 s. If the spool is full by then, both senders have to wait until the agent starts.
        await wait(25 * SECONDS);
        const megabytesSpooled = spooledMegabytes(lab.root);
        const agent = await lab.agent("take");
        const [load] = await sending;
        return { ...(await count(lab, agent, [load])), megabytesSpooled };
      },
      { spoolMiB: 8 },
    ),

  /** One peer opens up to 2,000 sessions to an rsyslogd with 1,024 file descriptors, and keeps them open. Then a node connects. */
  sessionsTaken: (configuration: Configuration) =>
    withLab(
      configuration,
      async (lab) => {
        const agent = await lab.agent("take");
        const crowd = lab.crowd(2_000, 0, 1_000_000, 0, 2_000);
        await crowd.sent;
        const loading = lab.load(0, 50_000, 10_000, "node");
        for (let tries = 0; tries < 150 && agent.taken() < 50_000; tries++) await wait(100);
        const waiting = 50_000 - agent.taken();
        crowd.close();
        return { ...(await count(lab, agent, [await loading])), waiting };
      },
      { descriptors: 1_024 },
    ),

  /** 2,000 silent sessions are open and 300 others send, while one node sends 10,000 events/s. */
  crowd: (configuration: Configuration) =>
    withLab(configuration, async (lab) => {
      const agent = await lab.agent("take");
      const crowd = lab.crowd(2_000, 300, 1_000_000, 100);
      const load = await lab.load(0, 50_000, 10_000);
      const outcome = await count(lab, agent, [load, await crowd.sent]);
      crowd.close();
      return outcome;
    }),

  /** 100 senders vanish without a FIN or RST, while another node sends 10,000 events/s. */
  sendersVanish: (configuration: Configuration) =>
    withLab(
      configuration,
      async (lab) => {
        const agent = await lab.agent("take");
        const crowd = lab.crowd(0, 100, 1_000_000, 10);
        const before = await crowd.sent;
        lab.link("down");
        const load = await lab.load(0, 50_000, 10_000, "near");
        const outcome = await count(lab, agent, [before, load]);
        crowd.close();
        return outcome;
      },
      { isApart: true },
    ),

  /** The machine vanishes without a FIN or RST. 5 s later, a new machine with the same spool starts. */
  machineVanishes: (configuration: Configuration) =>
    withLab(
      configuration,
      async (lab) => {
        const agent = await lab.agent("take");
        const loading = lab.load(0, 150_000, 10_000);
        await wait(2 * SECONDS);
        lab.link("down");
        await lab.end("SIGKILL");
        await wait(5 * SECONDS);
        lab.start();
        await lab.listening();
        lab.link("up");
        return count(lab, agent, [await loading]);
      },
      { isApart: true },
    ),
} satisfies Record<string, (configuration: Configuration) => Promise<Outcome>>;

export type Fault = keyof typeof faults;
