import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Make } from "../../setup/make.mjs";
import type { Program } from "../../setup/programs.mjs";
import { provide } from "../../setup/provide.mjs";
import { PROJECT } from "../exampleStacks";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "qumulo setup ö-"));
});
afterEach(() => rmSync(root, { recursive: true }));
const places = () => ({ cache: join(root, "cache"), provided: join(root, "provided"), wrappers: join(root, "bin") });
const setUp = (programs: readonly Program[], isCi = false) => provide(programs, "test", isCi, places());

const absent = (name: string, more: Partial<Program> = {}): Program => ({
  name,
  commands: [`no-such-${name}`],
  tasks: ["test"],
  install: `apt-get install ${name}`,
  ...more,
});

/** Returns a `Make` for a program that prints its library folder. `made` counts how often the program was made. */
function making(fill: (folder: string) => void = () => undefined): Make & { made: number } {
  const make = {
    made: 0,
    announcement: "Making it",
    needs: [],
    key: () => "1",
    fill: (folder: string) => {
      make.made++;
      for (const part of ["usr/sbin", "usr/lib/x86_64-linux-gnu"]) mkdirSync(join(folder, part), { recursive: true });
      writeFileSync(join(folder, "usr/sbin/no-such-tool"), '#!/bin/sh\necho "$LD_LIBRARY_PATH $*"\n');
      chmodSync(join(folder, "usr/sbin/no-such-tool"), 0o755);
      fill(folder);
    },
  };
  return make;
}

describe("set-up", () => {
  it("names all missing programs at once, each with the command that installs it", () => {
    expect(setUp([absent("one"), absent("two"), absent("other", { tasks: ["start"] })])).toEqual({
      fatal: [
        "one: no-such-one not found. To fix it: apt-get install one",
        "two: no-such-two not found. To fix it: apt-get install two",
      ],
      notRun: [],
    });
  });

  it("names the tests that do not run without a program, and in CI refuses to run anything", () => {
    const program = absent("one", { without: "the tests of one" });
    const sentence = "one: no-such-one not found. To fix it: apt-get install one";
    expect(setUp([program])).toEqual({ fatal: [], notRun: [`Not run: the tests of one. ${sentence}`] });
    expect(setUp([program], true)).toEqual({ fatal: [sentence], notRun: [] });
  });

  it("names the missing tool that a program is built with", () => {
    const make = { ...making(), needs: ["no-such-compiler"] };
    expect(setUp([absent("tool", { make })]).fatal).toEqual([
      "tool: no-such-compiler not found. To fix it: apt-get install tool",
    ]);
  });

  it("makes a program once, puts it on PATH, and makes it search its own libraries before the caller's", () => {
    const make = making();
    for (const _ of [1, 2]) expect(setUp([absent("tool", { make })])).toEqual({ fatal: [], notRun: [] });
    expect(make.made).toBe(1);
    const libraries = join(root, "cache", readdirSync(places().cache)[0] ?? "", "usr/lib/x86_64-linux-gnu");
    const env = { PATH: process.env.PATH, LD_LIBRARY_PATH: "/theirs" };
    expect(execFileSync(join(root, "bin/no-such-tool"), ["a b"], { env, encoding: "utf8" })).toBe(
      `${libraries}:/theirs a b\n`,
    );
    expect(readFileSync(join(root, "provided/tool/usr/sbin/no-such-tool"), "utf8")).toContain("echo");
  });

  it("links an optional program if the cache contains it, and never makes it", () => {
    const make = making();
    const program = absent("tool", { tasks: ["test"], usedBy: ["start"], make });
    const linked = () => existsSync(join(root, "provided/tool"));
    expect([provide([program], "start", true, places()), linked(), make.made]).toEqual([
      { fatal: [], notRun: [] },
      false,
      0,
    ]);
    setUp([program]);
    rmSync(join(root, "provided"), { recursive: true });
    provide([program], "start", true, places());
    expect([linked(), make.made]).toEqual([true, 1]);
  });

  it("makes a program again: in another folder if its key changes, in the same folder if it no longer works", () => {
    const make = making();
    setUp([absent("tool", { make })]);
    setUp([absent("tool", { make: { ...make, key: () => "2" } })]);
    expect(readdirSync(places().cache)).toHaveLength(2);
    setUp([absent("tool", { make: { ...make, works: () => false } })]);
    expect([make.made, readdirSync(places().cache).length]).toEqual([3, 2]);
  });

  it("after a failure leaves no files, gives the reason, and makes the program the next time", () => {
    const broken = making(() => {
      throw new Error("the registry is away");
    });
    expect(setUp([absent("tool", { make: broken })]).fatal).toEqual([
      "tool: the registry is away. To fix it: apt-get install tool",
    ]);
    expect(readdirSync(places().cache)).toEqual([]);
    expect(setUp([absent("tool", { make: making() })]).fatal).toEqual([]);
  });

  it("makes a program once if two set-ups run at the same time, even after an earlier one was killed", async () => {
    const at = (path: string) => JSON.stringify(pathToFileURL(join(PROJECT, path)).href);
    const script = join(root, "setup.mjs");
    writeFileSync(
      script,
      `import { provide } from ${at("setup/provide.mjs")};
       import { appendFileSync } from "node:fs";
       const fill = () => {
         appendFileSync(${JSON.stringify(join(root, "log"))}, "made\\n");
         Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(process.argv[2]));
       };
       const make = { announcement: "Making it", needs: [], key: () => "1", fill };
       const program = { name: "tool", commands: [], tasks: ["test"], install: "", make };
       process.exit(provide([program], "test", false, ${JSON.stringify(places())}).fatal.length);`,
    );
    const begin = (milliseconds: number) =>
      spawn(process.execPath, [script, String(milliseconds)], { stdio: "ignore" });
    const log = () => {
      try {
        return readFileSync(join(root, "log"), "utf8").trim().split("\n").length;
      } catch {
        return 0;
      }
    };
    const killed = begin(60_000);
    await expect.poll(log, { timeout: 10_000 }).toBe(1);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const codes = await Promise.all([begin(500), begin(500)].map(async (child) => (await once(child, "exit"))[0]));
    expect([codes, log()]).toEqual([[0, 0], 2]);
  });
});
