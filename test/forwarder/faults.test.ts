import { describe, expect, it } from "vitest";
import { RSYSLOGD_VARIABLE } from "../../simulator/rsyslog/daemon";
import { itWith } from "../needs";
import { BY_RELEASE } from "./lab/byRelease";
import { type Fault, faults } from "./lab/faults";
import { FIGURES, type Figure, median } from "./lab/medians";
import type { Outcome } from "./lab/outcome";

/** Upper limits for the median of each figure, for one fault. */
type Bar = Partial<Record<Figure, number>>;

// The limits apply to the deployed configuration. npm run bench:forwarder compares it with the stock configuration.
const BARS: Record<Fault, Bar> = {
  steady: { lost: 0, disorder: 0, stall: 0.5, megabytes: 40 },
  agentDown: { lost: 0, stall: 0.5 },
  agentSlow: { lost: 0, stall: 0.5 },
  // On an idle machine, about 10 events are lost. On a busy machine, the agent may be killed before it reads its socket, or
  // rsyslogd may be interrupted between checking the connection and writing. In each case, up to two batches are lost.
  agentKilled: { lost: 400, stall: 0.5 },
  terminatedWithBacklog: { lost: 0 },
  killedWithBacklog: { lost: 2_000 },
  agentHangs: { lost: 10_000 },
  fullDisk: { lost: 0, stall: 0.5 },
  restartSpoolFull: { lost: 6_500 },
  unreadableIndex: { lost: 0 },
  spoolFull: { lost: 50, flowsAgain: 5 },
  flood: { lost: 0 },
  restart: { lost: 0, refused: 0.5 },
  restartAgentAway: { lost: 0, refused: 0.5 },
  // The 10,000 events of the cluster's own node take 6 MB in the spool.
  foreignFlood: { lost: 0, stall: 0.5, megabytesSpooled: 7.5 },
  sessionsTaken: { lost: 0, stall: 0.5, waiting: 0 },
  crowd: { lost: 0, stall: 0.5 },
  sendersVanish: { lost: 0, stall: 0.5 },
  // TCP doubles the time between retransmissions: after 5 s without an answer, the next retransmission may be 7 s away.
  machineVanishes: { lost: 2_000, stall: 15 },
};

/** Returns the figures whose medians exceed their limits. */
const over = (fault: Fault, outcomes: readonly Outcome[]): Figure[] =>
  FIGURES.filter((figure) => {
    const most = BARS[fault][figure];
    return most !== undefined && (median(outcomes, figure) ?? Number.POSITIVE_INFINITY) > most;
  });

/**
 * Faults that need a network namespace, because they use nftables, a link that can break, or the deployed socket buffer limits.
 */
const IN_A_NETWORK: readonly Fault[] = [
  "agentHangs",
  "agentKilled",
  "fullDisk",
  "killedWithBacklog",
  "machineVanishes",
  "restart",
  "restartAgentAway",
  "restartSpoolFull",
  "sendersVanish",
  "sessionsTaken",
];

/** The faults to test. If the tests run with another rsyslogd, these are only the faults that depend on the release. */
const names = process.env[RSYSLOGD_VARIABLE] === undefined ? (Object.keys(faults) as Fault[]) : BY_RELEASE;

async function staysBelow(fault: Fault): Promise<void> {
  const outcomes = [await faults[fault]("ours")];
  // The limits apply to the median of 3 runs: if the first run exceeds a limit, two more decide.
  if (over(fault, outcomes).length > 0) for (const _ of [2, 3]) outcomes.push(await faults[fault]("ours"));
  expect([over(fault, outcomes), outcomes]).toEqual([[], outcomes]);
}

describe("the deployed configuration does not exceed the limits for the fault", () => {
  for (const fault of names) {
    if (IN_A_NETWORK.includes(fault)) itWith("root")(fault, () => staysBelow(fault), 400_000);
    else it(fault, { timeout: 400_000 }, () => staysBelow(fault));
  }
});

describe("the fault lab", () => {
  it("detects that the stock configuration loses a backlog when rsyslogd is stopped", async () => {
    expect((await faults.terminatedWithBacklog("stock")).lost).toBeGreaterThan(10_000);
  });

  it("detects that a full spool makes the sender wait", async () => {
    expect((await faults.spoolFull("ours")).stall).toBeGreaterThan(5);
  });
});
