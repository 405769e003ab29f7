import { type ChildProcess, execFileSync, spawnSync } from "node:child_process";
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
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { program } from "../../infra/program";
import { findPulumi } from "../../simulator/engine/cli";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { readStackConfig } from "../../simulator/engine/stackConfig";
import { PROJECT } from "../exampleStacks";
import { npmStart } from "./npmStart";

let folder: string;
/** The folder for the command's temporary files, which no other rehearsal on this machine uses. */
const temporary = (): string => join(folder, "tmp");
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qumulo-command-"));
  // If the tests run as root, they run rsyslogd as the user nobody, which needs access to this folder.
  chmodSync(folder, 0o755);
  mkdirSync(temporary());
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = (args: readonly string[], onOutput?: (text: string, child: ChildProcess) => void) =>
  npmStart(args, temporary(), onOutput);

/** Returns the rows in the rehearsal's table Syslog, without the forwarder's own reports. */
const eventRows = (out: string): { HostName: string }[] =>
  z
    .array(z.object({ HostName: z.string(), ProcessName: z.string() }))
    .parse(
      readFileSync(join(out, "tables", "Syslog.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    )
    .filter(({ ProcessName }) => ProcessName !== "qumulo-forwarder");

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

describe("npm start", () => {
  it("without options prints that nothing is created in Azure, loses no event, and prints the endpoint and the qq commands", async () => {
    const out = join(folder, "alone");
    const { code, output } = await start(["--out", out]);
    expect(code).toBe(0);
    expect(output.indexOf("nothing is created in Azure")).toBeLessThan(output.indexOf("Sending"));
    expect(output).toContain("lost = 0, duplicated = 0");
    expect(output).toContain("tcp://10.90.0.62:514");
    expect(output).toMatch(/qq --host \S+ audit_set_syslog_config .*--server-address 10\.90\.0\.62/);
    expect(output).toMatch(/qq --host \S+ audit_create_destination .*-s 10\.90\.0\.62/);
    const rows = eventRows(out);
    expect(json(join(out, "summary.json"))).toEqual({
      stack: "dev",
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      endpoint: { address: "10.90.0.62", port: 514, protocol: "tcp", url: "tcp://10.90.0.62:514" },
      sent: rows.length,
      received: rows.length,
      lost: 0,
      duplicated: 0,
      rows: rows.length,
      warnings: expect.arrayContaining([expect.stringContaining("forwarder.sshPublicKey is the sample key")]),
      billing: expect.arrayContaining([{ table: "parsed", keep: "changesOnly", bytesPerEvent: expect.any(Number) }]),
    });
    expect(rows.length).toBeGreaterThan(100);
    const alerts = json(join(out, "alerts.json"));
    expect(alerts).toMatchObject(
      ["protectionWeakened", "massOverwrite", "newExtension", "ransomName"].map((detection) => ({ detection })),
    );
    expect(alerts).toContainEqual({
      detection: "newExtension",
      severity: "high",
      firedAt: expect.stringMatching(/T18:10:00\.000Z$/),
      late: false,
      dimensions: { Cluster: "devnas", Extension: "k7x2qd" },
      count: 760,
      firstEvent: expect.stringMatching(/T18:06:00\.01/),
    });
    expect(output).toMatch(/\n {2}\d\d-\d\d 18:05 {2}high {4}protectionWeakened: count 3/);
    expect(output.slice(output.indexOf("  Subject: Qumulo, high: Administration"))).toContain("What to do:\n");
    expect(output).toMatch(/QumuloEvents reads them: \d+ csv, \d+ json\./);
    expect(output).toMatch(/^\d\d-\d\d \d\d:\d\d:\d\d +\S+ .* fs_read_data +\/\.snapshot\//m);
    expect(output.match(/^warning: .*/gm)).toEqual([
      expect.stringMatching(/^warning: sample values or risky settings in stack 'dev': forwarder\.sshPublicKey,/),
    ]);
    // Commands for pasting are not wrapped, so they may be longer than 80 characters.
    const wide = output.split("\n").filter((line) => [...line].length > 80 && !/^ +(qq|npm) /.test(line));
    expect(wide).toEqual([]);
    const made = (await recordProgram(program, readStackConfig(PROJECT, "dev"))).resources.filter(
      ({ custom }) => custom,
    );
    if (findPulumi() === undefined) {
      expect(output).toContain(`Stack 'dev' would create ${made.length} resources.`);
      return;
    }
    // All printed numbers of resources are equal, because each counts the resources that are visible in Azure.
    expect(output.match(/^ {2}created .*/gm)).toHaveLength(made.length);
    expect(output).toContain(`\n  Resources: ${made.length} created.\n`);
    expect((await start(["--out", out])).output).toContain("\n  no changes\n");
  });

  it("writes tables that npm run query can query, and npm run query prints why it refuses a query", async () => {
    const out = join(folder, "alone");
    const ask = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "query", "--", "--out", out, ...args], {
        cwd: PROJECT,
        encoding: "utf8",
      });
      return { status, stdout, stderr };
    };
    const events = readFileSync(join(out, "tables", "QumuloEvents.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(ask("QumuloEvents | count", "--json").stdout).toBe(`{"Count":${events.length}}\n`);
    expect(
      ask(
        "QumuloEvents | where UserName == 'mallory' | summarize n = count() by OperationClass | sort by OperationClass asc",
      ).stdout,
    ).toMatch(/^OperationClass {2}n\n-+ {2}-+\ndelete +\d+\nrename +\d+\n2 rows\n$/);
    expect(ask("QumuloEvents | wher x")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Did you mean where?"),
    });
    expect(unwrapped(ask("QumuloEvents | evaluate narrow()").stderr)).toContain(
      "does not implement the operator evaluate",
    );
    expect(ask()).toMatchObject({ status: 1, stderr: expect.stringContaining("Usage: npm run query") });
    expect(ask("--out", join(folder, "nothing"), "Syslog").stderr).toContain("npm start -- --out");
  });

  it("suggests a query whose result fits on a screen of 80 columns", () => {
    const out = join(folder, "alone");
    const query = "QumuloEvents | summarize Events = count() by OperationClass";
    const { stdout } = spawnSync("npm", ["run", "--silent", "query", "--", "--out", out, query], {
      cwd: PROJECT,
      encoding: "utf8",
    });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeLessThan(24);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^delete +\d+$/));
  });

  it("with --events sends the lines in the user's own file, even if it is gzipped, and shows their columns", async () => {
    const events = join(folder, "events.txt");
    writeFileSync(
      events,
      '<14>1 2026-11-23T08:15:30Z prodnas-7 qumulo - - - 10.0.0.1,"a",smb2,fs_open,ok,1,"/x",""\n10.0.0.2,"b",smb2,fs_open,ok,2,"/y",""\n',
    );
    const out = join(folder, "own");
    const { code, output } = await start(["--stack", "prod", "--events", events, "--out", out]);
    expect(code).toBe(0);
    expect(output).toMatch(/^11-23 08:15:30 +a +10\.0\.0\.1 +fs_open +\/x$/m);
    const rows = eventRows(out);
    expect(rows.map(({ HostName }) => HostName).sort()).toEqual(["prodnas-1", "prodnas-7"]);
    expect(json(join(out, "summary.json"))).toMatchObject({ stack: "prod", sent: 2, lost: 0, rows: 2 });
    writeFileSync(`${events}.gz`, gzipSync(readFileSync(events)));
    await start(["--stack", "prod", "--events", `${events}.gz`, "--out", out]);
    expect(json(join(out, "summary.json"))).toMatchObject({ sent: 2, lost: 0, rows: 2 });
  }, 240_000);

  it("with --events finds each event's row, whatever bytes the event contains, and lists the events that the forwarder truncated", async () => {
    const events = join(folder, "bytes.txt");
    const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 10 && byte !== 13);
    const line = (path: Buffer) =>
      Buffer.concat([Buffer.from('10.0.0.1,"a",smb2,fs_open,ok,1,"/'), path, Buffer.from('",""\n')]);
    const hostile = bytes.map((byte) => line(Buffer.from([0x78, byte, 0x78, 0x3b])));
    writeFileSync(events, Buffer.concat(hostile));
    const out = join(folder, "bytes");
    expect((await start(["--events", events, "--out", out])).output).toContain("254 rows, lost = 0, duplicated = 0");
    writeFileSync(events, Buffer.concat([...hostile, line(Buffer.alloc(500_000, "x"))]));
    const { code, output } = await start(["--events", events, "--out", out]);
    expect([code, output]).toEqual([
      1,
      expect.stringContaining("255 rows, lost = 1, duplicated = 1\nNo row contains these events"),
    ]);
    expect(output).toContain('\n  devnas-1, 500037 bytes: 10.0.0.1,"a",smb2,fs_open,ok,1,"/xxx');
  });

  it("writes the script for an Arc server to the output folder, if the stack has one", async () => {
    const out = join(folder, "arc");
    const { code, output } = await start(["--stack", "onprem-arc", "--out", out]);
    expect([code, output]).toEqual([0, expect.stringContaining("The script for the Arc server is in")]);
    expect(readFileSync(join(out, "onboard.sh"), "utf8")).toMatch(/^#!.*\n[\s\S]*azcmagent/);
    expect(existsSync(join(folder, "alone", "onboard.sh"))).toBe(false);
  });

  it.each([
    [
      "This is a rehearsal",
      "SIGINT",
      "Interrupted: nothing was deployed, nothing was sent, and no results were written.",
    ],
    ...(findPulumi() === undefined
      ? []
      : [
          [
            "  created ",
            "SIGTERM",
            "Interrupted: nothing was sent, and no results were written. What was deployed",
          ] as const,
        ]),
    ["Sending", "SIGINT", "Interrupted: rsyslogd is stopped, and no results were written."],
    ["Running", "SIGINT", "Interrupted: the detections have not run to the end, and no results were written."],
  ] as const)(
    "leaves no process and no folder behind when interrupted at '%s' by %s, and prints what was not done",
    async (moment, signal, sentence) => {
      const out = join(folder, "interrupted");
      let group = 0;
      const { output } = await start(["--out", out], (text, child) => {
        if (group !== 0 || !text.includes(moment)) return;
        group = child.pid ?? 0;
        // A terminal sends SIGINT to the command's whole process group; kill sends SIGTERM only to npm, which passes it on.
        process.kill(signal === "SIGINT" ? -group : group, signal);
      });
      const last = output.trimEnd().split("\n\n").at(-1) ?? "";
      expect(last.replaceAll("\n", " ")).toContain(sentence);
      expect(last.split("\n").filter((line) => line.length > 80)).toEqual([]);
      // The folder tsx-* is tsx's compile cache, which remains.
      expect(readdirSync(temporary()).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
      expect(processesOf(group)).toEqual([]);
    },
  );

  it("completes a deployment that was interrupted", async () => {
    const { code, output } = await start(["--out", join(folder, "interrupted")]);
    expect([code, output]).toEqual([0, expect.stringContaining("lost = 0, duplicated = 0")]);
  });

  it("reports all errors in a stack's settings together, without a stack trace, and starts nothing", async () => {
    const stack = join(PROJECT, "Pulumi.wrong.yaml");
    writeFileSync(stack, "config:\n  qumulo-audit:clusters: []\n  qumulo-audit:forwarder: { count: 99, sise: 1 }\n");
    try {
      const { code, output } = await start(["--stack", "wrong"]);
      expect(code).toBe(1);
      for (const key of [
        "azure-native:location: is missing",
        "- clusters: has no entry",
        "- forwarder.count: 99",
        "- forwarder.sise: is not a setting; did you mean size?",
      ]) {
        expect(output).toContain(key);
      }
      expect(output).not.toMatch(/^\s+at |Sending|would create/m);
    } finally {
      rmSync(stack);
    }
  });

  it("starts nothing if it cannot use the given stack, file or folder, and says what to do", async () => {
    for (const [args, sentence] of [
      [["--stack", "nowhere"], "The stacks here are dev,"],
      [["--stack", "prodd"], "Did you mean prod?"],
      [["--events", "/nowhere"], "/nowhere does not exist. Give a text file with one audit event per line"],
      [["--scenario", "nowhere"], "The scenarios are ransomware, insiderCopy,"],
      [["--out", "/proc/x"], "Give a new folder of your own"],
    ] as const) {
      const { code, output } = await start(args);
      expect([code, unwrapped(output)]).toEqual([1, expect.stringContaining(sentence)]);
      expect(output).not.toContain("Sending");
      const isLong = (line: string) => line.length > 80 && line.includes(" ");
      expect(output.split("\n").filter(isLong)).toEqual([]);
    }
  });
});

/** Returns the printed text without line breaks, whose positions depend on the length of a folder's name. */
const unwrapped = (output: string): string => output.replace(/\s+/g, " ");

/** Returns the processes in a process group, with their command lines. */
const processesOf = (group: number): string[] =>
  execFileSync("ps", ["-eo", "pgid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.trim().startsWith(`${group} `));
