import { expect, it } from "vitest";
import { withLab } from "./lab/outcome";

const FLOODS = 10;
const EVENTS = 20_000;

/** Sends a flood. Returns how many events the agent received, and in how many sessions. */
const flood = () =>
  withLab("ours", async (lab) => {
    const agent = await lab.agent("take");
    await lab.drained(agent, [await lab.load(0, EVENTS, 0)]);
    const { taken: events, sessions } = await agent.stop();
    return { events, sessions };
  });

// Each worker of rsyslogd has its own session with the agent. A worker that ends while events still arrive may leave the last
// of them on disk.
it("the disk queue's worker runs as long as events arrive: a flood needs two sessions, and all its events arrive", async () => {
  const floods: Awaited<ReturnType<typeof flood>>[] = [];
  for (let count = 0; count < FLOODS; count++) floods.push(await flood());
  expect(floods.map(({ events }) => events)).toEqual(Array.from({ length: FLOODS }, () => EVENTS));
  // The worker of one flood in ten may have ended early. Without the pause after each batch, the floods need about 100 sessions.
  expect(floods.reduce((total, { sessions }) => total + sessions, 0)).toBeLessThanOrEqual(2 * FLOODS + 2);
});
