import { expect, it } from "vitest";
import { withLab } from "./lab/outcome";

const FLOODS = 10;
const EVENTS = 20_000;

/** Sends a flood. Gives how many events came to the agent, and in how many sessions. */
const flood = () =>
  withLab("ours", async (lab) => {
    const agent = await lab.agent("take");
    await lab.drained(agent, [await lab.load(0, EVENTS, 0)]);
    const { taken: events, sessions } = await agent.stop();
    return { events, sessions };
  });

// Each worker of rsyslogd has a session of its own with the agent. One that ends while events still come may leave the
// last of them on disk.
it("the worker of the disk queue lives as long as events come: floods need two sessions, and all events arrive", async () => {
  const floods: Awaited<ReturnType<typeof flood>>[] = [];
  for (let count = 0; count < FLOODS; count++) floods.push(await flood());
  expect(floods.map(({ events }) => events)).toEqual(Array.from({ length: FLOODS }, () => EVENTS));
  // One flood in ten may have been interrupted. Without the pause after each batch they need about a hundred.
  expect(floods.reduce((total, { sessions }) => total + sessions, 0)).toBeLessThanOrEqual(2 * FLOODS + 2);
});
