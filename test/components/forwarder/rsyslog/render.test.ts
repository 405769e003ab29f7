import { describe, expect, it } from "vitest";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../../../components/filter/noiseFilter";
import { rsyslogFiles } from "../../../../components/forwarder/rsyslog/render";
import { agentPriority } from "../../../../components/syslogContract";

const senders = [
  { name: "nas", nodeCidrs: ["10.1.2.0/24", "10.1.3.0/32"] },
  { name: "nas-01", nodeCidrs: ["10.9.0.0/16"] },
];

describe("rsyslog's configuration", () => {
  const [global, audit] = rsyslogFiles({
    port: 1514,
    filter: KEEP_EVERYTHING,
    senders,
    spoolDirectory: "/var/spool/rsyslog",
  });

  it("gives events the facility and level that the collection rule collects", () => {
    expect(agentPriority).toBe(134);
    expect(audit?.content).toContain('constant(value="<134>1 ")');
  });

  it("listens on the given port, and reads the spool's size limit from the file that qumulo-spool-check writes", () => {
    expect(audit?.content).toContain('input(type="imtcp" port="1514" ruleset="qumulo")');
    expect(audit?.content).toContain("queue.maxDiskSpace=`cat /etc/rsyslog.d/qumulo-spool.limit`");
  });

  it("checks each cluster's addresses, and compares the whole cluster name", () => {
    expect(audit?.content).toContain(
      `(($fromhost-ip startswith ["10.1.2."] or $fromhost-ip == ["10.1.3.0"]) and re_match_i($.host & $hostname, '^nas-[0-9]+( |$)'))`,
    );
    expect(audit?.content).toContain("'^nas-01-[0-9]+( |$)'");
  });

  it("filters an event before it does anything else with it", () => {
    const filter: NoiseFilter = { ...KEEP_EVERYTHING, keep: "changesOnly" };
    const [, filtered] = rsyslogFiles({ port: 514, senders, filter, spoolDirectory: "/s" });
    expect(audit?.content).not.toContain("then stop");
    expect(filtered?.content.indexOf("then stop")).toBeLessThan(filtered?.content.indexOf("re_match_i") ?? -1);
  });

  it("limits the memory queue to slightly more than the sum of a batch and the high watermark", () => {
    const number = (name: string) =>
      Number(new RegExp(`queue\\.filename[\\s\\S]*?queue\\.${name}="(\\d+)"`).exec(audit?.content ?? "")?.[1]);
    expect(number("size")).toBeGreaterThan(number("dequeueBatchSize") + number("highWatermark"));
    expect(number("size")).toBeLessThanOrEqual(5_000);
    expect(number("lightDelayMark")).toBe(number("size"));
  });

  it("sets the maximum message size before it loads modules", () => {
    expect((global?.path ?? "") < (audit?.path ?? "")).toBe(true);
    expect(global?.content).toContain('maxMessageSize="400k"');
    expect(global?.content).not.toContain("module(");
  });
});
