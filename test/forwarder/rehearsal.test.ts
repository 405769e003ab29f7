import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bodyOf } from "../../simulator/delivery";
import { type Forwarded, forwardMessages } from "../../simulator/forwardMessages";
import { readSamples } from "../../simulator/qumulo/builtIn";
import { type Message, toMessage } from "../../simulator/qumulo/messages";
import { checkConfiguration } from "../../simulator/rsyslog/daemon";
import { deployedForwarder } from "../../simulator/rsyslog/deployedFiles";
import { reroot } from "../../simulator/rsyslog/reroot";
import type { SyslogRow } from "../../simulator/workspace/syslog";
import { graphOf, type StackName } from "../exampleStacks";

const now = new Date();
/** Sends messages through the stack's forwarder. Returns the events and the forwarder's own reports separately. */
const run = async (stack: StackName, messages: readonly Message[]) => {
  const { delivery, rows } = await forwardMessages(
    await graphOf(stack),
    messages,
    new AbortController().signal,
    () => undefined,
  );
  const isReport = ({ ProcessName }: SyslogRow) => ProcessName === "qumulo-forwarder";
  return { delivery, rows: rows.filter((row) => !isReport(row)), reports: rows.filter(isReport) };
};

describe("the deployed configuration", () => {
  it.each<StackName>(["dev", "prod", "arcOnly"])(
    "of %s passes rsyslogd's own check without an unexpected warning",
    async (stack) => {
      const root = mkdtempSync(join(tmpdir(), "qumulo-check-"));
      const files = reroot(deployedForwarder(await graphOf(stack)).files, { root, port: 20514, agentPort: 28330 });
      const { code, output } = checkConfiguration(root, files);
      rmSync(root, { recursive: true });
      // Accepts the warning that a watermark is quite low, which costs speed but saves events (see the comment in the .conf
      // file).
      const warnings = output
        .split("\n")
        .filter((line) => line !== "" && !/version|End of config validation|quite low/.test(line));
      expect([code, warnings]).toEqual([0, []]);
    },
  );
});

describe("every line and body in samples.txt", () => {
  const samples = readSamples().filter(({ form }) => form === "line" || form === "body");
  const messages = samples.map(({ text }) => toMessage(Buffer.from(text), "nas-1", now));
  let rehearsed: Forwarded;
  beforeAll(async () => {
    rehearsed = await run("dev", messages);
  });

  it.each(samples)("becomes exactly one row, or none if it is not a Qumulo event: $id", ({ text }) => {
    const message = toMessage(Buffer.from(text), "nas-1", now);
    const rows = rehearsed.rows.filter((row) => row.HostName === message.host && bodyOf(row) === message.body);
    expect(rows).toHaveLength(message.body === undefined ? 0 : 1);
  });

  it("causes no additional row", () => {
    expect(rehearsed.delivery).toMatchObject({
      lost: 0,
      duplicated: 0,
      rows: messages.filter(({ body }) => body !== undefined).length,
    });
  });
});

describe("a body", () => {
  const bodies = {
    "with a semicolon": '10.0.0.1,"AD\\a; b",smb2,fs_open,ok,1,"/a;b;;c",""',
    "with a semicolon and percent signs": '10.0.0.1,"u",smb2,fs_open,ok,1,"/100%;25%3B",""',
    "with percent signs alone": '10.0.0.1,"u",smb2,fs_open,ok,1,"/100%3B%25",""',
    "with a TAB": '10.0.0.1,"u",smb2,fs_open,ok,1,"/tab\there",""',
    "in any script": '10.0.0.1,"AD\\jürgen",smb2,fs_open,ok,1,"/Ω/🎬/日本",""',
    "with a byte order mark": '\uFEFF10.0.0.1,"u",smb2,fs_open,ok,1,"/bom",""',
    "with a leading space": ' 10.0.0.1,"u",smb2,fs_open,ok,1,"/blank",""',
    "with 60,000 characters": `10.0.0.1,"u",smb2,fs_rename,ok,1,"/${"a".repeat(30_000)}","/${"b".repeat(30_000)}"`,
    "with a bell": '10.0.0.1,"u",smb2,fs_open,ok,1,"/bell\u0007",""',
    "that looks like a header": "<14>1 - - - - - -",
  };
  const messages = Object.values(bodies).map((body) =>
    toMessage(Buffer.from(`<14>1 2026-11-23T08:15:30Z prodnas-12 qumulo - - - ${body}`), "", now),
  );
  let rehearsed: Forwarded;
  beforeAll(async () => {
    rehearsed = await run("prod", messages);
  });

  it.each(Object.entries(bodies))(
    "%s arrives byte for byte, except that a bell character becomes #007",
    (kind, body) => {
      const expected = kind === "with a bell" ? body.replace("\u0007", "#007") : body;
      const [row, ...others] = rehearsed.rows.filter((candidate) => bodyOf(candidate) === expected);
      expect(others).toEqual([]);
      expect(row).toMatchObject({
        HostName: "prodnas-12",
        EventTime: "2026-11-23T08:15:30Z",
        ProcessName: body.includes(";") ? "qumulo-escaped" : "qumulo",
        Computer: "vm-qumulo-prod-0",
      });
      if (!body.includes(";")) expect(row?.SyslogMessage).toBe(expected);
    },
  );
});

describe("a line that is not a Qumulo event", () => {
  it("is dropped, even if its app-name is one that the forwarder itself uses", async () => {
    const line = (appName: string) =>
      toMessage(Buffer.from(`<14>1 2026-11-23T08:15:30Z nas-1 ${appName} - - - x`), "", now);
    const foreign = ["logger", "qumulo-escaped", "qumulo2", "QUMULO"].map(line);
    const { delivery } = await run("dev", [line("qumulo"), ...foreign]);
    expect(delivery).toEqual({ sent: 1, received: 1, lost: 0, duplicated: 0, rows: 1 });
  });
});

describe("a sender", () => {
  const body = '10.0.0.1,"u",smb2,fs_delete,ok,1,"/100% ; x",""';
  const line = (host: string) =>
    toMessage(Buffer.from(`<14>1 2026-11-23T08:15:30Z ${host} qumulo - - - ${body}`), "", now);

  it("is verified only if its address belongs to the cluster that the header names, and unverified events are kept", async () => {
    // Nodes of the cluster nas-01 send from an address in its range, all other hosts from 127.0.0.1 (see addressOf).
    const hosts = ["nas-01-12", "NAS-01-3", "nas-01", "nas-1", "nas-01-x", "nas-01-1-1", "other-1"];
    const { delivery, rows } = await run("arcOnly", hosts.map(line));
    expect(delivery).toMatchObject({ sent: hosts.length, lost: 0, duplicated: 0 });
    const names = Object.fromEntries(rows.map(({ HostName, ProcessName }) => [String(HostName), ProcessName]));
    expect(hosts.map((host) => names[host])).toEqual([
      "qumulo-escaped",
      "qumulo-escaped",
      ...Array(5).fill("qumulo-unverified"),
    ]);
    expect(rows.map(bodyOf)).toEqual(Array(hosts.length).fill(body));
  });
});

describe("five identical events", () => {
  it("become five rows", async () => {
    const message = toMessage(Buffer.from("same"), "nas-1", now);
    expect((await run("dev", Array(5).fill(message))).delivery).toMatchObject({ sent: 5, rows: 5, lost: 0 });
  });
});

describe("twenty nodes that send at the same time", () => {
  const nodes = Array.from({ length: 20 }, (_, node) => `nas-${node + 1}`);
  const events = (each: number) =>
    nodes.flatMap((node) =>
      Array.from({ length: each }, (_, index) => toMessage(Buffer.from(`event ${index}`), node, now)),
    );

  it("lose no event in a flood of 10,000", async () => {
    const { delivery } = await run("dev", events(500));
    expect(delivery).toMatchObject({ sent: 10_000, lost: 0, duplicated: 0 });
  });

  it("keep the order of each node's events if fewer than 1,500 events wait, so that none are written to disk", async () => {
    const { rows } = await run("dev", events(70));
    for (const node of nodes) {
      const seen = rows.filter(({ HostName }) => HostName === node).map((row) => bodyNumber(bodyOf(row)));
      expect(seen).toEqual(Array.from({ length: 70 }, (_, index) => index));
    }
  });
});

const bodyNumber = (body: string): number => Number(body.split(" ")[1]);
