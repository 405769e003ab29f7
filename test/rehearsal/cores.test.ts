import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { account } from "../../rehearsal/account";
import { agentRule, collect } from "../../rehearsal/agent/filter";
import { parseSyslogLine } from "../../rehearsal/agent/syslogLine";
import { readStackConfig } from "../../rehearsal/engine/stackConfig";
import { readOptions } from "../../rehearsal/options";
import { readSamples } from "../../rehearsal/qumulo/builtIn";
import { fileLines, header, toMessage } from "../../rehearsal/qumulo/messages";
import { reroot } from "../../rehearsal/rsyslog/reroot";
import { shippedForwarder } from "../../rehearsal/shippedFiles";
import { SYSLOG_COLUMNS, syslogRow } from "../../rehearsal/tables/syslog";
import { graphOf, PROJECT } from "../exampleStacks";

const now = new Date("2026-11-23T08:15:30.120Z");
const rule = { facilityNames: ["local0"], logLevels: ["Info"] };
const collector = { computer: "vm-0", resourceId: "/subscriptions/S/resourceGroups/RG/x", workspaceId: "w" };

describe("the stand-in for the agent", () => {
  it("takes only the facility and level of the stack's own rule", async () => {
    expect(agentRule(await graphOf("dev"))).toMatchObject(rule);
    const line = (priority: number) => `<${priority}>1 2026-11-23T08:15:30Z nas-1 qumulo - - - body`;
    expect([134, 14, 133, 135, 142].map((priority) => collect(rule, line(priority)) !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(collect({ facilityNames: ["*"], logLevels: ["*"] }, line(14))).toMatchObject({
      facility: "user",
      severityLevel: "info",
    });
  });

  it("takes semicolons out of a message, as the agent does", () => {
    expect(collect(rule, "<134>1 - nas-1 qumulo - - - a;b;;c")?.line.message).toBe("abc");
  });

  it("takes a line apart whatever stands in its message", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (message) => {
        expect(parseSyslogLine(`<134>1 2026-11-23T08:15:30Z nas-01-12 qumulo - - - ${message}`)).toMatchObject({
          host: "nas-01-12",
          appName: "qumulo",
          message,
        });
      }),
      { numRuns: 2000 },
    );
    expect(parseSyslogLine('<14>1 - h a 12 - [x@1 k="]"][y] m')).toMatchObject({ processId: "12", message: "m" });
    expect(parseSyslogLine("<13>Nov 23 08:15:31 vm app: m")).toBeUndefined();
  });
});

describe("a row of Syslog", () => {
  const collected = collect(rule, "<134>1 2026-11-23T08:15:30.1Z nas-1 qumulo - - - é");
  const row = collected && syslogRow(collected, collector, now);

  it("has all columns of the table", () => {
    expect(Object.keys(row ?? {}).sort()).toEqual(Object.keys(SYSLOG_COLUMNS).sort());
    expect(row).toMatchObject({
      Computer: "vm-0",
      HostName: "nas-1",
      ProcessName: "qumulo",
      Facility: "local0",
      SyslogMessage: "é",
      ProcessID: null,
    });
  });

  it("is billed by the bytes of its columns, the system's own left out", () => {
    // Two times of 8 bytes, é of 2, and SourceSystem, Computer twice, Facility, HostName, SeverityLevel, HostIP, ProcessName.
    const texts = ["Linux", "vm-0", "vm-0", "local0", "nas-1", "info", "127.0.0.1", "qumulo"].join("").length;
    expect(row?._BilledSize).toBe(2 * 8 + 2 + texts);
  });
});

describe("an events file", () => {
  it("is read line by line, whatever the line ends, as bytes", () => {
    expect(fileLines(Buffer.from("a\r\n\n b \nc")).map(String)).toEqual(["a", " b ", "c"]);
    expect(fileLines(Buffer.from([0xff, 10]))[0]).toEqual(Buffer.from([0xff]));
  });

  it("has its full lines sent as they are, and a header put before a bare body", () => {
    const full = Buffer.from("<14>1 2021-12-08T21:14:32.063248Z nas-1 qumulo - - - body");
    expect(toMessage(full, "other-1", now)).toEqual({ host: "nas-1", line: full, body: "body" });
    const bare = toMessage(Buffer.from('10.0.0.1,"x"'), "nas-2", now);
    expect(String(bare.line)).toBe('<14>1 2026-11-23T08:15:30.12Z nas-2 qumulo - - - 10.0.0.1,"x"');
    expect(bare).toMatchObject({ host: "nas-2", body: '10.0.0.1,"x"' });
  });

  it("may hold lines of others, which must not arrive", () => {
    expect(toMessage(Buffer.from("<14>1 - vm logger - - - x"), "n-1", now).body).toBeUndefined();
    expect(toMessage(Buffer.from("<13>Nov 23 08:15:31 vm myapp[8]: x"), "n-1", now).body).toBeUndefined();
    expect(toMessage(Buffer.from("<14>Nov 23 08:15:31 nas-1 qumulo: x"), "n-1", now)).toMatchObject({
      host: "nas-1",
      body: " x",
    });
  });

  it("expects control characters as rsyslog writes them, and TAB as it is", () => {
    expect(toMessage(Buffer.from("a\tb\u0007\u007f"), "n-1", now).body).toBe("a\tb#007#177");
  });

  it("gets times without trailing zeros, as the product writes them", () => {
    expect(header("n-1", new Date("2026-11-23T08:15:30.000Z"))).toContain(" 2026-11-23T08:15:30Z n-1 ");
    expect(header("n-1", new Date("2026-11-23T08:15:30.500Z"))).toContain(" 2026-11-23T08:15:30.5Z n-1 ");
  });
});

describe("the account", () => {
  const sent = ["a", "b", "b", undefined].map((body) => ({ host: "n-1", line: Buffer.from(""), body }));
  const row = (SyslogMessage: string, ProcessName = "qumulo", HostName = "n-1") => {
    const collected = collect(rule, `<134>1 - ${HostName} ${ProcessName} - - - ${SyslogMessage}`);
    if (collected === undefined) throw new Error("not collected");
    return syslogRow(collected, collector, now);
  };

  it("finds nothing wrong where every event has its row", () => {
    expect(account(sent, [row("b"), row("a"), row("b")], 3)).toEqual({
      sent: 3,
      received: 3,
      lost: 0,
      duplicated: 0,
      rows: 3,
    });
  });

  it("counts what is missing, what is there twice, and what came from the wrong node", () => {
    expect(account(sent, [row("b"), row("a")], 2)).toMatchObject({ lost: 1, duplicated: 0 });
    expect(account(sent, [row("b"), row("a"), row("b"), row("a")], 4)).toMatchObject({ lost: 0, duplicated: 1 });
    expect(account(sent, [row("b"), row("a"), row("b", "qumulo", "n-2")], 3)).toMatchObject({ lost: 1, duplicated: 1 });
  });

  it("reads an encoded event as what was sent", () => {
    const body = "a;b%3B%25";
    const one = [{ host: "n-1", line: Buffer.from(""), body }];
    expect(account(one, [row("a%3Bb%253B%2525", "qumulo-escaped")], 1)).toMatchObject({ lost: 0, duplicated: 0 });
  });
});

describe("what is rehearsed", () => {
  it("is what the machine ships, with other ports and folders and nothing else", async () => {
    const { files, computer } = shippedForwarder(await graphOf("dev"));
    expect(computer).toBe("vm-qumulo-dev-0");
    expect(files.map(({ path }) => path)).toEqual(["00-qumulo-global.conf", "05-qumulo-audit.conf"]);
    const rerooted = reroot(files, { root: "/tmp/r", port: 20001, agentPort: 20002 });
    const changed = files.flatMap(({ content }, index) => {
      const lines = rerooted[index]?.content.split("\n") ?? [];
      return content.split("\n").filter((line, at) => line !== lines[at]);
    });
    expect(changed).toEqual([
      expect.stringContaining("port=`cat "),
      expect.stringContaining("queue.spoolDirectory="),
      expect.stringContaining("input(type="),
    ]);
    expect(() => reroot(files.slice(0, 1), { root: "/tmp/r", port: 20001, agentPort: 20002 })).toThrow("no place for");
  });

  it("is what the script for Arc servers ships, where there is no machine", async () => {
    const { files } = shippedForwarder(await graphOf("arcOnly"));
    expect(files.map(({ path }) => path)).toEqual(["00-qumulo-global.conf", "05-qumulo-audit.conf"]);
    expect(files[1]?.content).toContain('queue.spoolDirectory="/var/spool/rsyslog"');
  });

  it("has the published samples to send", () => {
    const samples = readSamples();
    expect(samples).toHaveLength(66);
    expect(samples.filter(({ form }) => form === "wire" || form === "body").length).toBeGreaterThan(40);
  });
});

describe("a stack's file", () => {
  it("is read with the defaults of the project, and never decrypted", () => {
    const folder = mkdtempSync(join(tmpdir(), "qumulo-stack-"));
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      "name: p\nconfig:\n  a: { type: object, default: {} }\n  b: { type: string, default: '' }\n",
    );
    writeFileSync(
      join(folder, "Pulumi.x.yaml"),
      "config:\n  p:a: { deep: [{ secure: v1:abc }] }\n  q:c: 7\n  p:d: { secure: v1:def }\n",
    );
    const { values, secretKeys } = readStackConfig(folder, "x");
    expect(values).toEqual({ "p:a": '{"deep":["(encrypted)"]}', "p:b": "", "q:c": "7", "p:d": "(encrypted)" });
    expect(secretKeys).toEqual(["p:a", "p:d"]);
  });

  it("that does not exist is named", () => {
    expect(() => readStackConfig(PROJECT, "nowhere")).toThrow(/no stack 'nowhere'.*Pulumi\.nowhere\.yaml/);
  });
});

describe("the command line", () => {
  it("has defaults", () => {
    expect(readOptions([])).toMatchObject({ stack: "dev", out: "rehearsal-out", help: false });
    expect(readOptions(["--stack", "prod", "--events", "e.txt"])).toMatchObject({ stack: "prod", events: "e.txt" });
  });

  it("says how it is meant where an option does not exist", () => {
    expect(() => readOptions(["--stak", "prod"])).toThrow(/Unknown option '--stak'[\s\S]*Usage: npm start/);
  });
});
