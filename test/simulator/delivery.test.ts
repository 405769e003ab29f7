import { describe, expect, it } from "vitest";
import { collect } from "../../simulator/agent/filter";
import { countDelivery } from "../../simulator/delivery";
import { syslogRow } from "../../simulator/workspace/syslog";

const now = new Date("2026-11-23T08:15:30.120Z");
const rule = { facilityNames: ["local0"], logLevels: ["Info"] };
const collector = { computer: "vm-0", resourceId: "/subscriptions/S/resourceGroups/RG/x", workspaceId: "w" };

describe("countDelivery", () => {
  const sent = ["a", "b", "b", undefined].map((body) => ({ host: "n-1", line: Buffer.from(""), body }));
  const row = (SyslogMessage: string, ProcessName = "qumulo", HostName = "n-1") => {
    const collected = collect(rule, `<134>1 - ${HostName} ${ProcessName} - - - ${SyslogMessage}`);
    if (collected === undefined) throw new Error("not collected");
    return syslogRow(collected, collector, now);
  };

  it("counts no loss if every event has its row", () => {
    expect(countDelivery(sent, [row("b"), row("a"), row("b")], 3)).toEqual({
      sent: 3,
      received: 3,
      lost: 0,
      duplicated: 0,
      rows: 3,
    });
  });

  it("counts missing events, duplicates, and rows from the wrong node", () => {
    expect(countDelivery(sent, [row("b"), row("a")], 2)).toMatchObject({ lost: 1, duplicated: 0 });
    expect(countDelivery(sent, [row("b"), row("a"), row("b"), row("a")], 4)).toMatchObject({ lost: 0, duplicated: 1 });
    expect(countDelivery(sent, [row("b"), row("a"), row("b", "qumulo", "n-2")], 3)).toMatchObject({
      lost: 1,
      duplicated: 1,
    });
  });

  it("decodes encoded events before it compares them", () => {
    const body = "a;b%3B%25";
    const one = [{ host: "n-1", line: Buffer.from(""), body }];
    for (const name of ["qumulo-escaped", "qumulo-unverified"]) {
      expect(countDelivery(one, [row("a%3Bb%253B%2525", name)], 1)).toMatchObject({ lost: 0, duplicated: 0 });
    }
  });

  it("does not count the forwarder's reports about itself as events", () => {
    const one = sent.slice(0, 1);
    expect(countDelivery(one, [row("a"), row("ready", "qumulo-forwarder")], 1)).toMatchObject({
      lost: 0,
      duplicated: 0,
      rows: 1,
    });
  });
});
