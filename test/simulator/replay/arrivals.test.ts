import { describe, expect, it } from "vitest";
import { toMessage } from "../../../simulator/qumulo/messages";
import { withArrivals } from "../../../simulator/replay/arrivals";
import type { SentMessage } from "../../../simulator/sentMessages";
import { syslogRow } from "../../../simulator/workspace/syslog";

const COLLECTOR = { computer: "vm-0", resourceId: "/subscriptions/0/vm-0", workspaceId: "w" };
const RECEIVED = "2026-11-27T10:00:00.000Z";
const row = (host: string, time: string, message: string, appName = "qumulo") =>
  syslogRow(
    {
      facility: "local0",
      severityLevel: "info",
      line: { facility: 16, severity: 6, time, host, appName, processId: "-", message },
    },
    COLLECTOR,
    new Date(RECEIVED),
  );
const sent = (line: string, arrival: SentMessage["arrival"]): SentMessage => {
  const { host, line: text, body } = toMessage(Buffer.from(line), "nas-1", new Date(RECEIVED));
  return { host, line: text, body, arrival };
};
const line = (time: string, body: string) => `<14>1 ${time} nas-1 qumulo - - - ${body}`;
const arrivalsOf = (rows: readonly { TimeGenerated: unknown }[]) => rows.map(({ TimeGenerated }) => TimeGenerated);
const MINUTE = 60_000;
const FIRST = "2026-11-23T08:00:00Z";
const SECOND = "2026-11-23T08:05:00Z";

describe("the rows of a rehearsal", () => {
  it("arrive two seconds after their events, or when the user says, whatever the order of the rows", () => {
    const late = Date.parse(SECOND) + 90 * MINUTE;
    const messages = [sent(line(FIRST, "same"), "afterEvent"), sent(line(SECOND, "same"), late)];
    const { replayed } = withArrivals([row("nas-1", SECOND, "same"), row("nas-1", FIRST, "same")], messages);
    expect(arrivalsOf(replayed)).toEqual(["2026-11-23T09:35:00.000Z", "2026-11-23T08:00:02.000Z"]);
  });

  it("of equal lines get the arrival times of these lines, in the lines' order", () => {
    const messages = [1, 2, 3].map((minutes) => sent(line(FIRST, "same"), Date.parse(FIRST) + minutes * MINUTE));
    const { replayed } = withArrivals(Array(3).fill(row("nas-1", FIRST, "same")), messages);
    expect(arrivalsOf(replayed)).toEqual([1, 2, 3].map((minutes) => `2026-11-23T08:0${minutes}:00.000Z`));
  });

  it("are found even if the forwarder has encoded them, and if their lines have no time", () => {
    const at = Date.parse(SECOND);
    const messages = [sent(line(FIRST, "a;b%"), at), sent(`<14>Nov 23 08:00:00 nas-1 qumulo: old`, at)];
    const encoded = row("nas-1", FIRST, "peer=10.0.0.1 a%3Bb%25", "qumulo-unverified");
    const { replayed } = withArrivals([encoded, row("nas-1", FIRST, " old")], messages);
    expect(arrivalsOf(replayed)).toEqual(Array(2).fill(new Date(at).toISOString()));
  });

  it("are not replayed if they are samples or the forwarder's reports, and then keep their time of receipt", () => {
    const report = row("vm-0", FIRST, "origin=x", "qumulo-forwarder");
    const rows = [row("nas-1", FIRST, "sample"), report, row("nas-1", FIRST, "changed by the forwarder")];
    const { all, replayed } = withArrivals(rows, [sent(line(FIRST, "sample"), "never")]);
    expect(arrivalsOf(all)).toEqual([RECEIVED, RECEIVED, "2026-11-23T08:00:02.000Z"]);
    expect(replayed).toEqual([all[2]]);
  });
});
