import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BROKEN_PIPE } from "../../commands/brokenPipe";
import { openOutFolder, writeResults } from "../../commands/rehearse/outFolder";
import { tableFrom } from "../../simulator/kql/run/namedRows";
import { TABLES } from "../../simulator/workspace/workspace";
import { PROJECT } from "../exampleStacks";

let out: string;
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "qumulo-pipe-"));
  const begun = { stack: "dev", at: "2026-11-27T14:00:00.000Z" };
  // More than the 64 KB that a Linux pipe buffers.
  const rows = Array.from({ length: 1000 }, () => ({ SyslogMessage: "x".repeat(200) }));
  const tables = Object.fromEntries(Object.entries(TABLES).map(([name, columns]) => [name, tableFrom(columns, rows)]));
  openOutFolder(out, begun);
  writeResults(out, { summary: begun, alerts: [], tables, functions: {}, arcScript: undefined });
});
afterAll(() => rmSync(out, { recursive: true }));

it("npm run query ends without a message when the process that reads its output exits", () => {
  const query = `"$0" --import tsx commands/query/main.ts Syslog --json --out "$1" | head -n 1; exit "\${PIPESTATUS[0]}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", query, process.execPath, out], {
    cwd: PROJECT,
    encoding: "utf8",
  });
  expect(stdout).toContain("x".repeat(200));
  expect(stdout.split("\n")).toHaveLength(2);
  expect([status, stderr.replace(/\s+/g, " ")]).toEqual([
    BROKEN_PIPE,
    "These are the tables of the rehearsal of stack 'dev' at 2026-11-27 14:00 UTC. ",
  ]);
});
