import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { describeWith } from "../needs";
import { withLab } from "./lab/outcome";
import type { LoadResult } from "./lab/results";

const EVENTS = 10_000;

const segments = (spool: string): string[] => readdirSync(spool).filter((name) => /^qumulo\.0/.test(name));

/** Returns the events that are completely in the spool, in the form in which load.py reports acknowledged events. */
function waiting(spool: string): LoadResult {
  const text = segments(spool)
    .map((name) => readFileSync(join(spool, name), "latin1"))
    .join("");
  const acknowledged = [...text.matchAll(/,ok,(\d+),[^\n]*\n(?:\+[^\n]*\n)*>End\n/g)].map(
    ([, number]): [number, number] => [Number(number), Number(number)],
  );
  return { acknowledged, stall: 0, stallEnd: 0, refused: 0, seconds: 0 };
}

/**
 * Stops rsyslogd with a backlog on disk, damages the spool, and starts rsyslogd again. Then sends further events and
 * lets an agent receive everything. Returns how many events were on disk after the damage, how many were lost or
 * duplicated, what qumulo-spool-check printed, and which files were left after the next stop.
 */
const afterOneDamage = (damage: (spool: string) => void, isKilled = false) =>
  withLab(
    "ours",
    async (lab) => {
      await lab.load(0, EVENTS, 10_000);
      await wait(1_000);
      if (isKilled) await lab.end("SIGKILL");
      let onDisk = waiting(lab.spool);
      const output = await lab.restart(() => {
        damage(lab.spool);
        onDisk = waiting(lab.spool);
      });
      // Events that arrive while the backlog waits must not overwrite the backlog.
      const second = await lab.load(EVENTS, 3_000, 0);
      const agent = await lab.agent("take");
      await lab.drained(agent, [onDisk, second]);
      const { duplicates } = await agent.stop();
      await lab.end("SIGTERM");
      const waited = onDisk.acknowledged.length;
      return { waited, lost: lab.lost([onDisk, second]), duplicates, output, left: readdirSync(lab.spool) };
    },
    { spoolMiB: 32 },
  );

/**
 * Runs `afterOneDamage`, and repeats it if an event was lost: even without damage, rsyslogd may lose the events in
 * transmission if it is stopped while the agent is unavailable (docs/forwarder.md).
 */
async function afterDamage(damage: (spool: string) => void, isKilled = false) {
  const first = await afterOneDamage(damage, isKilled);
  return first.lost === 0 ? first : afterOneDamage(damage, isKilled);
}

describeWith("root")("before rsyslogd starts, its spool's index is rebuilt", () => {
  const index = (spool: string) => join(spool, "qumulo.qi");
  const damages: [string, (spool: string) => void][] = [
    ["was truncated", (spool) => truncateSync(index(spool), 100)],
    ["is empty", (spool) => truncateSync(index(spool), 0)],
    ["holds other bytes", (spool) => writeFileSync(index(spool), Buffer.alloc(562, 7))],
    ["was deleted, as if to fix it", (spool) => rmSync(index(spool))],
    [
      "names a file that does not exist",
      (spool) =>
        writeFileSync(
          index(spool),
          readFileSync(index(spool), "latin1").replaceAll(/iCurrFNum:2:\d+:\d+/g, "iCurrFNum:2:3:999"),
        ),
    ],
  ];
  it.each(damages)(
    "if the index %s: no event is lost, not even those that arrive meanwhile, and the spool is empty afterwards",
    async (_, damage) => {
      const { waited, lost, duplicates, output, left } = await afterDamage(damage);
      expect([lost, left]).toEqual([0, []]);
      expect(waited).toBeGreaterThan(EVENTS - 100);
      expect(duplicates).toBeLessThan(1_000);
      expect(output).toMatch(/^<4>the index of \S+\/qumulo \(.*\) did not match its files and was rebuilt/);
    },
  );

  it("if a kill left the index outdated: every complete event on disk is delivered, even if a file ends with a partial one", async () => {
    const { waited, lost } = await afterDamage((spool) => {
      const last = join(spool, segments(spool).at(-1) ?? "");
      writeFileSync(last, "<Obj:1:msg:1:\n+iProtocolVersion:2:1:0:\n+iSev", { flag: "a" });
    }, true);
    expect(lost).toBe(0);
    expect(waited).toBeGreaterThan(EVENTS - 2_000);
  });

  it.each([
    ["the first", (all: readonly string[]) => all[0]],
    ["one in the middle", (all: readonly string[]) => all[Math.floor(all.length / 2)]],
    ["the last", (all: readonly string[]) => all.at(-1)],
  ])("if %s of the spool files is missing: all events in the other files are delivered", async (_, choose) => {
    const { waited, lost, output, left } = await afterDamage((spool) =>
      rmSync(join(spool, choose(segments(spool)) ?? "")),
    );
    expect([lost, left]).toEqual([0, []]);
    expect(waited).toBeGreaterThan(EVENTS - 500);
    expect(output).toContain("did not match its files");
  });

  it("unless rsyslogd itself wrote the index at a stop", async () => {
    const { lost, output } = await afterDamage(() => undefined);
    expect([lost, output]).toEqual([0, ""]);
  });

  it("if the last spool file contains no complete event: the file is moved to the folder unreadable, and an error says so", async () => {
    const { lost, output, left } = await afterDamage((spool) => {
      const [last = ""] = segments(spool).slice(-1);
      const next = `qumulo.${String(Number(last.slice(-8)) + 1).padStart(8, "0")}`;
      writeFileSync(join(spool, next), Buffer.alloc(4096));
    });
    expect(lost).toBe(0);
    expect(output).toMatch(/^<3>\S+ holds no event that can be read: it is now in \S+\/unreadable\n/);
    expect(left).toEqual(["unreadable"]);
  });
});
