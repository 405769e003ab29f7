import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FUNCTION_NAME } from "../../components/events/functions";
import { listen } from "../../simulator/agent/listener";
import { type Forwarded, forwardMessages } from "../../simulator/forwardMessages";
import { rowsByName, tableFrom } from "../../simulator/kql/run/namedRows";
import { fileLines, type Message, toMessage } from "../../simulator/qumulo/messages";
import { send } from "../../simulator/qumulo/send";
import { freePort, startRsyslog } from "../../simulator/rsyslog/daemon";
import { deployedForwarder } from "../../simulator/rsyslog/deployedFiles";
import { reroot } from "../../simulator/rsyslog/reroot";
import { syslogColumns } from "../../simulator/workspace/syslog";
import { deployedDataFlows, deployedFunctions, ingest, workspaceDatabase } from "../../simulator/workspace/workspace";
import { graphOf } from "../exampleStacks";

const now = new Date();
const BODY = '10.0.0.1,"AD\\alice",smb2,fs_delete,ok,17,"/a",""';
const event = {
  ClientIP: "10.0.0.1",
  UserID: "AD\\alice",
  Operation: "fs_delete",
  FilePath: "/a",
  SenderVerified: true,
};

// Qumulo's maximum path length. Source: docs.qumulo.com, "known limits".
const longest = (letter: string) => `/${letter.repeat(32_759)}`;
const rename = (path: string) => `10.0.0.1,"AD\\alice",smb2,fs_rename,ok,17,"${path}","${path}"`;
const cut = { ...event, Operation: "fs_rename", ParseStatus: "csv-cut", FilePath: "", TargetPath: "" };

type Row = Readonly<Record<string, unknown>>;
interface Case {
  readonly title: string;
  readonly line: Buffer;
  readonly expected: Row;
}
const cases: Case[] = [];

/**
 * Adds a test case: a line and the columns that QumuloEvents must return for it. The host name ends in the
 * case's index, such as `devnas-7`, by which the test finds the line's row.
 */
function must(title: string, behind: string, expected: Row, { time = "2026-11-23T08:15:30Z", host = "devnas" } = {}) {
  const line = Buffer.from(`<14>1 ${time} ${host}-${cases.length} qumulo ${behind}`);
  cases.push({ title, line, expected });
}

must("a line that ends in CR and LF", `- - - ${BODY}\r`, { ...event, ParseStatus: "csv" });
must(
  "a JSON line that ends in CR and LF",
  '- - - {"user_ip":"10.0.0.1","operation":"fs_delete","status":"ok","details":{"path":"/a"}}\r',
  { ParseStatus: "json", FilePath: "/a" },
);
for (const below of ["1234567", "12345678", "123456789", "0000010"])
  must(
    `a time with the fractional digits ${below}`,
    `- - - ${BODY}`,
    { ...event, EventTime: `2026-11-23T08:15:30.${below.slice(0, 6)}0Z`, TimeStatus: "event" },
    { time: `2026-11-23T08:15:30.${below}Z` },
  );
for (const [time, EventTime] of [
  ["2026-11-23T08:15:30.123456789+02:00", "2026-11-23T06:15:30.1234560Z"],
  ["2026-11-23T08:15:30.123456-01:30", "2026-11-23T09:45:30.1234560Z"],
] as const)
  must(`a time with a zone: ${time}`, `- - - ${BODY}`, { ...event, EventTime }, { time });
must(
  "a time on a day that does not exist",
  `- - - ${BODY}`,
  { ...event, TimeStatus: "received" },
  { time: "2026-02-30T08:15:30Z" },
);
must("a header without a time", `- - - ${BODY}`, { ...event, TimeStatus: "event" }, { time: "-" });
// rsyslogd itself rejects headers with these times.
for (const [time, EventTime] of [
  ["2026-11-23t08:15:30z", "2026-11-23T08:15:30.0000000Z"],
  ["2026-11-23T08:15:30.5+0000", "2026-11-23T08:15:30.5000000Z"],
  ["2026-11-23T08:15:30.123456789-0130", "2026-11-23T09:45:30.1234560Z"],
] as const)
  must(
    `a time that RFC 5424 does not allow: ${time}`,
    `- - - ${BODY}`,
    { ...event, EventTime, TimeStatus: "event" },
    { time },
  );
must(
  "a time after 2099",
  `- - - ${BODY}`,
  { ...event, EventTime: "2100-01-01T00:00:00.0000000Z", TimeStatus: "future" },
  { time: "2100-01-01T00:00:00Z" },
);
for (const time of ["2026-11-23T08:15:30", "2026-13-23T08:15:30Z", "2026-11-23T24:00:00Z", "1795421730", "yesterday;"])
  must(`an invalid time: ${time}`, `- - - ${BODY}`, { ...event, ParseStatus: "csv", TimeStatus: "received" }, { time });
must(
  "an invalid time, in a line that names another cluster",
  `- - - ${BODY}`,
  { ...event, SenderVerified: false, PeerIpAddr: "127.0.0.1", ParseStatus: "csv", TimeStatus: "received" },
  { time: "yesterday", host: "other" },
);
must("a time in the future", `- - - ${BODY}`, { ...event, TimeStatus: "future" }, { time: "2098-01-01T00:00:00Z" });
must("an empty body", "- - - ", { ParseStatus: "unparsed", RawMessage: "" });
must("a header without a body", "- - -", { ParseStatus: "unparsed", RawMessage: "" });
must("structured data", `- - [x@1 a="1"] ${BODY}`, { ...event, ParseStatus: "csv" });
must("structured data that is never closed", `- - [x a="1" open; ${BODY}`, {
  ParseStatus: "unparsed",
  RawMessage: `- - [x a="1" open%3B ${BODY}`,
});
must("a header with one field too few", `- ${BODY}`, { ...event, ParseStatus: "csv" });
must("JSON with 5,000 levels", `- - - ${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`, {
  ParseStatus: "unparsed",
  RawMessage: expect.stringMatching(/^\{"a":\{.*\}$/),
});
must("a host in uppercase", `- - - ${BODY}`, { ...event, Cluster: "devnas" }, { host: "DEVNAS" });
must("a rename with two paths of maximum length, of semicolons", `- - - ${rename(longest(";"))}`, cut);
must(
  "a rename with two paths of maximum length, of characters that take four bytes",
  `- - - ${rename(longest("🎬"))}`,
  cut,
);
must("a rename with two paths of maximum length, of characters that take one byte", `- - - ${rename(longest("a"))}`, {
  ...cut,
  FilePath: longest("a"),
});
must(
  "a host that belongs to another cluster",
  `- - - ${BODY}`,
  { ...event, SenderVerified: false, PeerIpAddr: "127.0.0.1", ParseStatus: "csv" },
  { host: "other" },
);

describe("QumuloEvents returns the expected columns for a line sent through real rsyslogd:", () => {
  let rehearsed: Forwarded;
  let events: Row[] = [];
  beforeAll(async () => {
    const graph = await graphOf("dev");
    // Splits the text into lines as `npm start -- --events FILE` does.
    const messages = fileLines(Buffer.concat(cases.flatMap(({ line }) => [line, Buffer.from("\n")])));
    expect(messages).toHaveLength(cases.length);
    rehearsed = await forwardMessages(
      graph,
      messages.map((line): Message => toMessage(line, "devnas-1", now)),
      new AbortController().signal,
      () => undefined,
    );
    const tables = ingest(deployedDataFlows(graph), tableFrom(syslogColumns, rehearsed.rows));
    events = rowsByName(workspaceDatabase(deployedFunctions(graph), tables).run(FUNCTION_NAME, now));
  });

  it("every line arrives at the agent exactly once", () => {
    expect(rehearsed.delivery).toMatchObject({ sent: cases.length, lost: 0, duplicated: 0, rows: cases.length });
  });

  it.each(cases.map(({ title, expected }, index) => ({ title, expected, index })))("$title", ({ expected, index }) => {
    const rows = events.filter(({ HostName }) => String(HostName).endsWith(`-${index}`));
    expect(rows).toEqual([expect.objectContaining(expected)]);
  });
});

describe("a line that reaches rsyslog through an input other than the forwarder's", () => {
  /** The agent's own rsyslog file, shortened. Source: learn.microsoft.com/azure/azure-monitor/vm/data-collection-syslog. */
  const agentsFile = (port: number, agentPort: number) => `
input(type="imtcp" address="127.0.0.1" port="${port}")
template(name="Agent" type="string" string="<%PRI%>%TIMESTAMP% %HOSTNAME% %syslogtag%%msg:::sp-if-no-1st-sp%%msg%")
*.* action(type="omfwd" template="Agent" target="127.0.0.1" port="${agentPort}" protocol="tcp")
`;

  it("is passed to the agent only if it does not look like an event", async () => {
    const root = mkdtempSync(join(tmpdir(), "qumulo-past-"));
    const [port, past, agentPort] = [await freePort(), await freePort(), await freePort()];
    const received: string[] = [];
    const agent = await listen(agentPort, (line) => received.push(line));
    const files = reroot(deployedForwarder(await graphOf("dev")).files, { root, port, agentPort });
    const other = { path: join(root, "rsyslog.d", "10-agent.conf"), content: agentsFile(past, agentPort) };
    const rsyslog = await startRsyslog(root, [...files, other], port);
    const sent = ["qumulo:", "qumulo[7]:", "qumulo-escaped:", "qumulo", "cron[1]:"].flatMap((tag) =>
      [134, 38].map((priority) => `<${priority}>Nov 23 08:15:30 devnas-1 ${tag} ${BODY}`),
    );
    const messages = sent.map((text) => ({ host: "devnas-1", line: Buffer.from(text), body: undefined }));
    await send({ port: past, messages, addressOf: () => "127.0.0.1", sent: () => undefined });
    await expect.poll(() => received.filter((line) => line.includes("cron[1]:")).length).toBe(2);
    await rsyslog.stop();
    await agent.close();
    rmSync(root, { recursive: true });
    const events = received.filter((line) => line.includes("qumulo") && !line.includes("qumulo-forwarder"));
    expect(events.map((line) => /^<\d+>/.exec(line)?.[0])).toEqual(Array(4).fill("<38>"));
  });
});
