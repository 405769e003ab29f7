import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { describeWith } from "../needs";
import { withLab } from "./lab/outcome";

const EVENTS = 20_000;

describeWith("rsyslogs")("a spool that one rsyslogd release leaves at a planned stop", () => {
  it.each([
    ["Debian 12", "Debian 13", "ours", "ours on Debian 13"],
    ["Debian 13", "Debian 12", "ours on Debian 13", "ours"],
  ] as const)("on %s is delivered completely by the rsyslogd of %s", async (_before, _after, before, after) => {
    await withLab(before, async (lab) => {
      const load = await lab.load(0, EVENTS, 10_000);
      await wait(1_000);
      const output = await lab.restart(() => undefined, after);
      const agent = await lab.agent("take");
      await lab.drained(agent, [load]);
      await agent.stop();
      expect([lab.lost([load]), output]).toEqual([0, ""]);
    });
  });
});
