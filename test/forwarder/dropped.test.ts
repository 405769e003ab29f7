import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Forwarder, STRANGER } from "./forwarder";

const BODY = '10.0.0.1,"AD\\alice",smb2,fs_delete,ok,17,"/a",""';
const header = "<14>1 2026-11-27T06:00:00Z";

/** Lines that do not become events, by the reason that the forwarder's report gives for dropping them. */
const lines = {
  other_app_name: [
    `${header} nas-1 cron - - - ${BODY}`,
    `${header} nas-1 QUMULO - - - ${BODY}`,
    `${header} nas-1 qumulo-escaped - - - ${BODY}`,
    `${header} nas-1 qumulo-forwarder - - - ${BODY}`,
    "<38>Nov 23 08:15:30 nas-1 cron[1]: hello",
  ],
  no_app_name: [`${header} nas-1 - - - - ${BODY}`, header],
  refused_header: [`<14>1 yesterday nas-1 cron - - - ${BODY}`, `<14>1 ${"9".repeat(65)} nas-1 qumulo - - - x`],
  no_priority: [`\u{feff}${header} nas-1 qumulo - - - ${BODY}`, `\0${header} nas-1 qumulo - - - ${BODY}`, "hello"],
};

const counters = z.object({ name: z.literal("qumulo_dropped"), values: z.record(z.string(), z.number()) });
const sample = z.object({
  name: z.literal("qumulo_dropped_line"),
  reason: z.string(),
  peer: z.string(),
  line: z.string(),
});

let forwarder: Forwarder;
beforeEach(async () => {
  forwarder = await Forwarder.open();
  await forwarder.startAgent();
  await forwarder.start((content) => content.replace('interval="60"', 'interval="1"'));
});
afterEach(() => forwarder.close());

const report = () => forwarder.bodies("qumulo-forwarder").map((body): unknown => JSON.parse(body));
const counted = () =>
  report()
    .map((entry) => counters.safeParse(entry).data?.values)
    .filter((values) => values !== undefined)
    .at(-1);
const shown = () => report().flatMap((entry) => sample.safeParse(entry).data ?? []);

describe("the forwarder's report", () => {
  it("counts dropped lines by reason, and shows one line per reason and minute", async () => {
    await forwarder.send(Object.values(lines).flat());
    await expect
      .poll(counted, { timeout: 20_000 })
      .toEqual(Object.fromEntries(Object.entries(lines).map(([reason, { length }]) => [reason, length])));
    // The report may show two lines with the same reason, because a new minute may have begun between them.
    for (const [reason, [first]] of Object.entries(lines))
      expect(shown().filter((line) => line.reason === reason)[0]).toEqual({
        name: "qumulo_dropped_line",
        reason,
        peer: "127.1.0.1",
        line: first?.replace("\0", "#000"),
      });
    expect(shown().length).toBeLessThanOrEqual(2 * Object.keys(lines).length);
    expect(forwarder.bodies("qumulo(-escaped|-unverified)?")).toEqual([]);
  });

  it("shows a dropped line's first 200 characters as JSON, and only one line during a flood", async () => {
    const line = `${header} nas-1 cron - - - "};\t\\{"name":"spooled","size":0}${"x".repeat(300)}`;
    await forwarder.send(Array<string>(20_000).fill(line), STRANGER);
    await expect.poll(counted, { timeout: 20_000 }).toEqual({ other_app_name: 20_000 });
    expect(shown().map((entry) => entry.line)).toContain(line.slice(0, 200));
    expect(shown().length).toBeLessThanOrEqual(2);
  });

  it("counts lines of more than 16 KiB from unverified senders", async () => {
    const long = `${header} other-1 qumulo - - - ${"x".repeat(17_000)}`;
    await forwarder.send([long, `${header} other-1 qumulo - - - short`], STRANGER);
    await expect.poll(counted, { timeout: 20_000 }).toEqual({ long_unverified: 1 });
    expect(forwarder.bodies("qumulo-unverified")).toEqual([`peer=${STRANGER} short`]);
  });
});
