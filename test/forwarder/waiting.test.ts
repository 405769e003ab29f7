import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Forwarder, NODE, STRANGER } from "./forwarder";

const header = (time: string, behind: string, host = "nas-1") => `<14>1 ${time} ${host} qumulo ${behind}`;
const BODY = '10.0.0.1,"AD\\alice",smb2,fs_delete,ok,17,"/a",""';

// Lines that rsyslogd's disk queue might alter, each with the line that the agent must receive.
const cases: [string, string][] = [
  [header("2026-11-27T06:00:00.1Z", `- - - ${BODY}`), `2026-11-27T06:00:00.1Z nas-1 qumulo - - - ${BODY}`],
  [
    header("2026-11-27T06:00:00.123456+02:00", `- - - ${BODY}`),
    `2026-11-27T06:00:00.123456+02:00 nas-1 qumulo-escaped - - - ${BODY}`,
  ],
  [header("2026-11-27T06:00:00Z", "- - - a\0b;c"), "2026-11-27T06:00:00Z nas-1 qumulo-escaped - - - a#000b%3Bc"],
  [header("2026-11-27T06:00:00Z", "- - - a\0b"), "2026-11-27T06:00:00Z nas-1 qumulo - - - a#000b"],
  [header("2026-11-27T06:00:00Z", "- - - \ta\u0007é🎬 "), "2026-11-27T06:00:00Z nas-1 qumulo - - - \ta#007é🎬 "],
  [
    header("2026-11-27T06:00:00Z", '- - [x@1 a="1"] b'),
    '2026-11-27T06:00:00Z nas-1 qumulo-escaped - - - - - [x@1 a="1"] b',
  ],
  [header("2026-11-27t06:00:00.5z", "- - - a"), "2026-11-27T06:00:00.5Z nas-1 qumulo-escaped - - - a"],
  [header("2026-11-27T06:00:00.123456789Z", "- - - a"), "2026-11-27T06:00:00.123456Z nas-1 qumulo-escaped - - - a"],
  [
    header("2026-11-27T06:00:00Z", `- - - ${"long".repeat(50_000)}`),
    `2026-11-27T06:00:00Z nas-1 qumulo - - - ${"long".repeat(50_000)}`,
  ],
];

let forwarder: Forwarder;
beforeEach(async () => {
  forwarder = await Forwarder.open();
});
afterEach(() => forwarder.close());

/**
 * Sends lines while the agent is unavailable, so that they wait on disk, and stops rsyslogd. Before these lines, sends
 * another one, which rsyslogd tries to transmit and may lose.
 */
async function wait(lines: readonly string[]): Promise<void> {
  await forwarder.send([header("2026-11-27T06:00:00Z", "- - - first")]);
  await pause(500);
  await forwarder.send(lines);
  await forwarder.stop();
  expect(spooled()).toContain("qumulo.00000001");
}

const spooled = () => readdirSync(join(forwarder.root, "spool")).filter((name) => name.startsWith("qumulo"));
const events = () => forwarder.received.filter((line) => !/ qumulo-forwarder | - first$/.test(line));

describe("a line that waits on disk", () => {
  it("arrives in the same form as a line that did not wait", async () => {
    await forwarder.start();
    const sent = cases.map(([line]) => line);
    await wait(sent);
    await forwarder.start();
    await forwarder.startAgent();
    await expect.poll(events, { timeout: 20_000 }).toHaveLength(cases.length);
    await forwarder.send(sent);
    await expect.poll(events, { timeout: 20_000 }).toHaveLength(2 * cases.length);
    const expected = cases.map(([, line]) => `<134>1 ${line}`).sort();
    expect([...events().slice(0, cases.length)].sort()).toEqual(expected);
    expect([...events().slice(cases.length)].sort()).toEqual(expected);
  });

  it("is always from a verified sender: dropped lines and lines from unverified senders are never written to disk", async () => {
    await forwarder.start();
    await forwarder.send(Array<string>(20_000).fill("<14>1 2026-11-27T06:00:00Z nas-1 cron - - - x"));
    await forwarder.send(Array<string>(30_000).fill(header("2026-11-27T06:00:00Z", "- - - x", "other-1")), STRANGER);
    await forwarder.send([header("2026-11-27T06:00:00Z", "- - - last")]);
    await forwarder.startAgent();
    await expect.poll(() => forwarder.bodies("qumulo"), { timeout: 30_000 }).toEqual(["last"]);
    expect(spooled()).toEqual([]);
    // The limit is the queue's size plus one batch, which has already left the queue.
    expect(forwarder.bodies("qumulo-unverified").length).toBeLessThanOrEqual(20_000 + 1_024);
  });

  // Earlier versions of the configuration queued every line as received.
  it("is checked when it leaves the disk, if an earlier version of the configuration queued it unchecked", async () => {
    await forwarder.start((content) =>
      content
        .replace(
          /ruleset\(name="qumulo" [\s\S]*?\nruleset\(name="spooled"/,
          'ruleset(name="qumulo" parser=["rsyslog.rfc5424","rsyslog.rfc3164"]',
        )
        .replace('if ($.appName == "") then {', "if (1 == 1) then {"),
    );
    await wait([
      header("2026-11-27T06:00:00Z", "- - - ours"),
      header("2026-11-27T06:00:00Z", "- - - a;b"),
      "<14>1 2026-11-27T06:00:00Z nas-1 cron - - - x",
      header("2026-11-27T06:00:00Z", "- - - foreign", "other-1"),
    ]);
    await forwarder.start();
    await forwarder.startAgent();
    await expect.poll(events, { timeout: 20_000 }).toHaveLength(3);
    expect(forwarder.bodies("qumulo")).toContain("ours");
    expect(forwarder.bodies("qumulo-escaped")).toEqual(["a%3Bb"]);
    expect(forwarder.bodies("qumulo-unverified")).toEqual([`peer=${NODE} foreign`]);
  });
});
