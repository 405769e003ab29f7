import { describe, expect, it } from "vitest";
import { type Fault, faults, type Outcome } from "./lab/faults";

/** The most that each figure may be. */
type Bar = Partial<Record<keyof Outcome, number>>;

// Each fault once with the shipped configuration; with today's recipes beside it: npm run bench:forwarder. Where the
// bar of the median is near the noise of a single run, the bar here is wider and says so.
const BARS: Record<Fault, Bar> = {
  steady: { lost: 0, disorder: 0, stall: 0.5, megabytes: 40 },
  agentDown: { lost: 0, stall: 0.5 },
  agentSlow: { lost: 0, stall: 0.5 },
  // Median at most 10; a single run may catch a batch in the dying socket.
  agentKilled: { lost: 400, stall: 0.5 },
  terminatedWithBacklog: { lost: 0 },
  killedWithBacklog: { lost: 2_000 },
  agentHangs: { lost: 10_000 },
  spoolFull: { lost: 50, flowsAgain: 5 },
  flood: { lost: 0 },
  restart: { lost: 0, refused: 0.5 },
  restartAgentAway: { lost: 0, refused: 0.5 },
  crowd: { lost: 0, stall: 0.5 },
  sendersVanish: { lost: 0, stall: 0.5 },
  // TCP's own repeats double their distance: after 5 s of silence the next one may be 7 s away.
  machineVanishes: { lost: 2_000, stall: 15 },
};

describe("the shipped configuration stays below the bar when", () => {
  it.each(Object.keys(faults) as Fault[])("%s", async (fault) => {
    const outcome = await faults[fault]("ours");
    const over = Object.entries(BARS[fault]).filter(([figure, most]) => {
      const value = outcome[figure as keyof Outcome];
      return value === undefined || value > most;
    });
    expect([over, outcome]).toEqual([[], outcome]);
  });
});

describe("the fault lab, so that its silence means something,", () => {
  it("sees today's recipes lose a backlog when rsyslogd is stopped", async () => {
    expect((await faults.terminatedWithBacklog("stock")).lost).toBeGreaterThan(10_000);
  });

  it("sees a spool that is full hold the sender back", async () => {
    expect((await faults.spoolFull("ours")).stall).toBeGreaterThan(5);
  });
});
