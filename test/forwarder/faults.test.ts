import { describe, expect, it } from "vitest";
import { faults } from "./lab/faults";

// The whole table, with today's recipes beside it, is npm run bench:forwarder.
describe("the shipped configuration", () => {
  it("loses nothing and holds nobody up while the agent is away for 30 s at 10,000 events/s", async () => {
    const { lost, stall } = await faults.agentDown("ours");
    expect(lost).toBe(0);
    expect(stall).toBeLessThanOrEqual(0.5);
  });

  it("loses nothing when rsyslogd is stopped with 60,000 events queued and no agent", async () => {
    expect((await faults.terminatedWithBacklog("ours")).lost).toBe(0);
  });

  it("loses at most what fits into bounded socket buffers when the agent hangs and then dies", async () => {
    expect((await faults.agentHangs("ours")).lost).toBeLessThanOrEqual(10_000);
  });
});

describe("the fault lab, so that its silence means something,", () => {
  it("sees today's recipes lose a backlog when rsyslogd is stopped", async () => {
    expect((await faults.terminatedWithBacklog("stock")).lost).toBeGreaterThan(10_000);
  });
});
