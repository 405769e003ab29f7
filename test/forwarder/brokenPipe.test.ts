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
  // As root, the tests run rsyslogd as nobody.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "tmp"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ["at once", "head -n 3"],
  ["while events are sent", "sed '/Sending/q'"],
])("npm start whose reader ends %s prints nothing more, stops rsyslogd and deletes its folders", async (_, reader) => {
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
  // tsx keeps what it has compiled.
  expect(readdirSync(join(folder, "tmp")).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
  // A process that has ended is listed as defunct until its parent has waited for it.
  const group = new RegExp(`^\\s*${child.pid} (?!.*<defunct>)`);
  const processes = execFileSync("ps", ["-eo", "pgid=,args="], { encoding: "utf8" }).split("\n");
  expect(processes.filter((line) => group.test(line))).toEqual([]);
});
