import { expect, it } from "vitest";
import { withLab } from "./lab/outcome";

const FLOODS = 10;
const EVENTS = 20_000;

/** Sends a flood of events. Returns how many events the agent received, and in how many sessions. */
const flood = () =>
  withLab("ours", async (lab) => {
    const agent = await lab.agent("take");
    await lab.drained(agent, [await lab.load(0, EVENTS, 0)]);
    const { taken: events, sessions } = await agent.stop();
    return { events, sessions };
  });

// Each worker thread of rsyslogd has its own session with the agent. If a worker ends while events still arrive, the last of
// them may remain on disk.
it("the disk queue's worker does not end while events arrive: a flood needs only two sessions, and all its events arrive", async () => {
  const floods: Awaited<ReturnType<typeof flood>>[] = [];
  for (let count = 0; count < FLOODS; count++) floods.push(await flood());
  expect(floods.map(({ events }) => events)).toEqual(Array.from({ length: FLOODS }, () => EVENTS));
  // Allows two sessions per flood, and two more, because in rare cases a worker ends early. Without the pause after
  // each batch (queue.dequeueSlowdown), the floods need about 100 sessions.
  expect(floods.reduce((total, { sessions }) => total + sessions, 0)).toBeLessThanOrEqual(2 * FLOODS + 2);
});
