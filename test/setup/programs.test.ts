import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PROGRAMS } from "../../setup/programs.mjs";
import { PROJECT } from "../exampleStacks";
import { started, startedByScript, startedBySource } from "./spawned";

/** Npm scripts that run a file: those whose programs must be here. */
function tasksOf(file: string): string[] {
  if (/^(test\/boot|\.ci)\//.test(file)) return ["test:boot"];
  return file.startsWith("test/forwarder/lab/") ? ["test", "bench:forwarder"] : ["test"];
}

/** What README asks of the machine. */
const OF_MACHINE = ["node", "npm", "go"];
/** Runners of the pipelines have it; the tests put a program of their own in its place. */
const OF_RUNNERS = ["curl"];

describe("the npm scripts", () => {
  it("go through set-up first, so that each works in a clean clone", () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")));
    const others = Object.entries(scripts).filter(([, command]) => !/^(node setup\.mjs|npm start)\b/.test(command));
    expect(others).toEqual([]);
    // What they run needs the programs of their own name.
    for (const { name, tasks, usedBy = [] } of PROGRAMS)
      for (const task of [...tasks, ...usedBy])
        expect([name, task, scripts[task]]).toEqual([name, task, expect.stringContaining(`node setup.mjs ${task} `)]);
  });
});

describe("the table of programs", () => {
  it("names each program and each command once", () => {
    for (const names of [PROGRAMS.map(({ name }) => name), PROGRAMS.flatMap(({ commands }) => commands)])
      expect([...new Set(names)]).toEqual(names);
  });

  it("has every program that a test, a command or a script starts, for the task that starts it", () => {
    const isProvided = (program: string, task: string) =>
      PROGRAMS.some(
        ({ commands, tasks, make }) =>
          tasks.includes(task) && (commands.includes(program) || make?.needs.includes(program)),
      );
    const forgotten = started()
      .filter(({ program }) => ![...OF_MACHINE, ...OF_RUNNERS].includes(program))
      .flatMap(({ file, program }) =>
        tasksOf(file)
          .filter((task) => !isProvided(program, task))
          .map((task) => `${program}, which ${file} starts in npm run ${task}`),
      );
    expect(forgotten).toEqual([]);
  });

  it("would see a forgotten one: in a source file, and in a script", () => {
    const seen = new Set(started().map(({ program }) => program));
    const real = ["nft", "ss", "ip", "setpriv", "python3", "debootstrap", "systemd-nspawn", "pgrep", "ps"];
    expect(real.filter((program) => !seen.has(program))).toEqual([]);
    const source =
      'import { spawn } from "node:child_process";\nspawn("jq", []); inNetwork(["dig", "-x"]); open("no");';
    expect(startedBySource(source)).toEqual(["jq", "dig"]);
    const script = `
      # comment of words
      f() { jq . "$1"; }
      tries=$((tries + 1)); A=1 dig -x "$(host "$b")" | awk '{ print; rev }' && xmllint --noout -
      cat << 'END'
lsof
END
      echo "one; two"`;
    expect(startedByScript(script)).toEqual(["jq", "dig", "host", "awk", "xmllint", "cat"]);
  });
});
