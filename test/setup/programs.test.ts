import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PROGRAMS } from "../../setup/programs.mjs";
import { PROJECT } from "../exampleStacks";
import { started, startedByScript, startedBySource } from "./spawned";

/** Returns the npm scripts that run a file. For each of them, set-up must provide the programs that the file starts. */
function tasksOf(file: string): string[] {
  if (/^(test\/boot|\.ci)\//.test(file)) return ["test:boot"];
  return file.startsWith("test/forwarder/lab/") ? ["test", "bench:forwarder"] : ["test"];
}

/** Programs that the README requires. */
const OF_MACHINE = ["node", "npm", "go"];
/** Programs that pipeline runners have. The tests replace them. */
const OF_RUNNERS = ["curl"];

describe("the npm scripts", () => {
  it("run set-up first, so that each works in a new clone", () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")));
    const others = Object.entries(scripts).filter(([, command]) => !/^(node setup\.mjs|npm start)\b/.test(command));
    expect(others).toEqual([]);
    // Each script calls set-up with its own name. Set-up provides the programs that the table lists for this name.
    for (const { name, tasks, usedBy = [] } of PROGRAMS)
      for (const task of [...tasks, ...usedBy])
        expect([name, task, scripts[task]]).toEqual([name, task, expect.stringContaining(`node setup.mjs ${task} `)]);
  });
});

describe("the program table", () => {
  it("names each program and each command once", () => {
    for (const names of [PROGRAMS.map(({ name }) => name), PROGRAMS.flatMap(({ commands }) => commands)])
      expect([...new Set(names)]).toEqual(names);
  });

  it("lists for each npm script every program that the tests, commands and shell scripts in it start", () => {
    const isProvided = (program: string, task: string) =>
      PROGRAMS.some(
        ({ commands, tasks, make }) =>
          tasks.includes(task) && (commands.includes(program) || make?.needs.includes(program)),
      );
    const missing = started()
      .filter(({ program }) => ![...OF_MACHINE, ...OF_RUNNERS].includes(program))
      .flatMap(({ file, program }) =>
        tasksOf(file)
          .filter((task) => !isProvided(program, task))
          .map((task) => `${program}, which ${file} starts in npm run ${task}`),
      );
    expect(missing).toEqual([]);
  });

  it("is compared with every program that source files and shell scripts start", () => {
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
