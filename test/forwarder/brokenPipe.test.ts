import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BROKEN_PIPE } from "../../commands/brokenPipe";
import { PROJECT } from "../exampleStacks";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qumulo-pipe-"));
  // If the tests run as root, they run rsyslogd as the user nobody, which needs access to this folder.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "tmp"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ["after three lines", "head -n 3"],
  ["while events are sent", "sed '/Sending/q'"],
])(
  "if the reader of npm start's output ends %s, npm start prints no error, stops rsyslogd and deletes its temporary folders",
  async (_, reader) => {
    const command = `npm start --silent -- --out "$0" | ${reader}; exit "\${PIPESTATUS[0]}"`;
    const child = spawn("bash", ["-c", command, join(folder, "out")], {
      cwd: PROJECT,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TMPDIR: join(folder, "tmp") },
    });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    expect(stdout).toContain("This is a rehearsal");
    expect([code, stderr]).toEqual([BROKEN_PIPE, ""]);
    // The folder tsx-* is tsx's compile cache, which remains.
    expect(readdirSync(join(folder, "tmp")).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
    // Ignores zombies: ps lists an ended process as defunct until its parent has waited for it.
    const group = new RegExp(`^\\s*${child.pid} (?!.*<defunct>)`);
    const processes = execFileSync("ps", ["-eo", "pgid=,args="], { encoding: "utf8" }).split("\n");
    expect(processes.filter((line) => group.test(line))).toEqual([]);
  },
);
