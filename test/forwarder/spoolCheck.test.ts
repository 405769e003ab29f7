import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { describeWith } from "../needs";
import { withLab } from "./lab/faults";

const EVENTS = 20_000;

const segments = (spool: string): string[] => readdirSync(spool).filter((name) => /^qumulo\.0/.test(name));
const eventsIn = (path: string): number => readFileSync(path, "latin1").match(/^<Obj:1:msg:1:$/gm)?.length ?? 0;

/** Stops rsyslogd with a backlog on disk, damages that, and starts again: what came of the events, and what was said. */
const afterDamage = (damage: (spool: string) => void, isKilled = false) =>
  withLab(
    "ours",
    async (lab) => {
      const load = await lab.load(0, EVENTS, 10_000);
      // A stop while events are on their way to disk is another test's.
      await wait(2_000);
      if (isKilled) await lab.end("SIGKILL");
      const said = await lab.restart(() => damage(lab.spool));
      // What comes while the backlog waits must not be written over it.
      const second = await lab.load(EVENTS, 3_000, 0);
      const agent = await lab.agent("take");
      // rsyslogd tries every 4 s.
      await lab.drained(agent, [load, second], 8_000);
      const { duplicates } = await agent.stop();
      await lab.end("SIGTERM");
      return { lost: lab.lost([load, second]), duplicates, said, left: readdirSync(lab.spool) };
    },
    { spoolMiB: 32 },
  );

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
      const { lost, duplicates, said, left } = await afterDamage(damage);
      expect([lost, left]).toEqual([0, []]);
      expect(duplicates).toBeLessThan(1_000);
      expect(said).toMatch(/^<4>the index of \S+\/qumulo \(.*\) did not fit its files and is made anew/);
    },
  );

  it("where a kill has left it behind the files: what was on disk is not lost, and a piece of an event does no harm", async () => {
    let onDisk = 0;
    const { lost } = await afterDamage((spool) => {
      const last = join(spool, segments(spool).at(-1) ?? "");
      writeFileSync(last, "<Obj:1:msg:1:\n+iProtocolVersion:2:1:0:\n+iSev", { flag: "a" });
      onDisk = segments(spool).reduce((sum, name) => sum + eventsIn(join(spool, name)), -1);
    }, true);
    // What was in memory dies with the process.
    expect(lost).toBeLessThanOrEqual(EVENTS - onDisk);
    expect(onDisk).toBeGreaterThan(EVENTS - 2_000);
  });

  it.each([
    ["the first", (all: readonly string[]) => all[0]],
    ["one in the middle", (all: readonly string[]) => all[Math.floor(all.length / 2)]],
    ["the last", (all: readonly string[]) => all.at(-1)],
  ])("where %s of its files is gone: no event of another file is lost", async (_, choose) => {
    let gone = 0;
    const { lost, said, left } = await afterDamage((spool) => {
      const path = join(spool, choose(segments(spool)) ?? "");
      gone = eventsIn(path);
      rmSync(path);
    });
    expect(gone).toBeGreaterThan(0);
    expect(lost).toBeLessThanOrEqual(gone);
    expect(said).toContain("did not fit its files");
    expect(left).toEqual([]);
  });

  it("not at all where rsyslogd itself has left the spool", async () => {
    const { lost, said } = await afterDamage(() => undefined);
    expect([lost, said]).toEqual([0, ""]);
  });

  it("after a last file without an event was put aside, and that is said", async () => {
    const { lost, said, left } = await afterDamage((spool) => {
      const [last = ""] = segments(spool).slice(-1);
      const next = join(spool, `qumulo.${String(Number(last.slice(-8)) + 1).padStart(8, "0")}`);
      writeFileSync(next, Buffer.alloc(4096));
      expect(statSync(next).size).toBe(4096);
    });
    expect(lost).toBe(0);
    expect(said).toMatch(/^<3>\S+ holds no event that can be read, and is now below \S+\/unreadable\n/);
    expect(left).toEqual(["unreadable"]);
  });
});
