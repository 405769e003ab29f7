import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { describeWith } from "../needs";
import { withLab } from "./lab/outcome";
import type { LoadResult } from "./lab/results";

const EVENTS = 10_000;

const segments = (spool: string): string[] => readdirSync(spool).filter((name) => /^qumulo\.0/.test(name));

/** The events that lie whole in the spool, as if a sender had had them acknowledged. */
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
 * Stops rsyslogd with a backlog on disk, damages that, and starts again. Gives how many events lay on disk then and how
 * many of them no agent got, what was said before the start, and what is left once rsyslogd has stopped again.
 */
const afterOneDamage = (damage: (spool: string) => void, isKilled = false) =>
  withLab(
    "ours",
    async (lab) => {
      await lab.load(0, EVENTS, 10_000);
      await wait(1_000);
      if (isKilled) await lab.end("SIGKILL");
      let onDisk = waiting(lab.spool);
      const said = await lab.restart(() => {
        damage(lab.spool);
        onDisk = waiting(lab.spool);
      });
      // What comes while the backlog waits must not be written over it.
      const second = await lab.load(EVENTS, 3_000, 0);
      const agent = await lab.agent("take");
      await lab.drained(agent, [onDisk, second]);
      const { duplicates } = await agent.stop();
      await lab.end("SIGTERM");
      const waited = onDisk.acknowledged.length;
      return { waited, lost: lab.lost([onDisk, second]), duplicates, said, left: readdirSync(lab.spool) };
    },
    { spoolMiB: 32 },
  );

/**
 * The same, of a second run where a first one has lost an event: rsyslogd may lose one that it has begun to hand over when it
 * is stopped without an agent (docs/forwarder.md), with or without a damage.
 */
async function afterDamage(damage: (spool: string) => void, isKilled = false) {
  const first = await afterOneDamage(damage, isKilled);
  return first.lost === 0 ? first : afterOneDamage(damage, isKilled);
}

describeWith("root")("before rsyslogd starts, the index of its spool is made anew", () => {
  const index = (spool: string) => join(spool, "qumulo.qi");
  const damages: [string, (spool: string) => void][] = [
    ["was cut", (spool) => truncateSync(index(spool), 100)],
    ["is empty", (spool) => truncateSync(index(spool), 0)],
    ["holds other bytes", (spool) => writeFileSync(index(spool), Buffer.alloc(562, 7))],
    ["was deleted, as if to mend it", (spool) => rmSync(index(spool))],
    [
      "names a place behind the end",
      (spool) =>
        writeFileSync(
          index(spool),
          readFileSync(index(spool), "latin1").replaceAll(/iCurrFNum:2:\d+:\d+/g, "iCurrFNum:2:3:999"),
        ),
    ],
  ];
  it.each(damages)(
    "where it %s: nothing is lost, also not what comes meanwhile, and nothing stays",
    async (_, damage) => {
      const { waited, lost, duplicates, said, left } = await afterDamage(damage);
      expect([lost, left]).toEqual([0, []]);
      expect(waited).toBeGreaterThan(EVENTS - 100);
      expect(duplicates).toBeLessThan(1_000);
      expect(said).toMatch(/^<4>the index of \S+\/qumulo \(.*\) did not fit its files and is made anew/);
    },
  );

  it("where a kill has left it behind the files: all that was on disk comes, and a piece of an event does no harm", async () => {
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
  ])("where %s of its files is gone: all events of the others come", async (_, choose) => {
    const { waited, lost, said, left } = await afterDamage((spool) =>
      rmSync(join(spool, choose(segments(spool)) ?? "")),
    );
    expect([lost, left]).toEqual([0, []]);
    expect(waited).toBeGreaterThan(EVENTS - 500);
    expect(said).toContain("did not fit its files");
  });

  it("not at all where rsyslogd itself has left the spool", async () => {
    const { lost, said } = await afterDamage(() => undefined);
    expect([lost, said]).toEqual([0, ""]);
  });

  it("without a last file in which no event ends: it is put aside, and that is said", async () => {
    const { lost, said, left } = await afterDamage((spool) => {
      const [last = ""] = segments(spool).slice(-1);
      const next = `qumulo.${String(Number(last.slice(-8)) + 1).padStart(8, "0")}`;
      writeFileSync(join(spool, next), Buffer.alloc(4096));
    });
    expect(lost).toBe(0);
    expect(said).toMatch(/^<3>\S+ holds no event that can be read: it is now in \S+\/unreadable\n/);
    expect(left).toEqual(["unreadable"]);
  });
});
