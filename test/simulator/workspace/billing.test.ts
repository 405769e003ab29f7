import { describe, expect, it } from "vitest";
import { tableFrom } from "../../../simulator/kql/run/namedRows";
import { random } from "../../../simulator/random";
import { billing } from "../../../simulator/workspace/billing";
import { syslogColumns, syslogRow } from "../../../simulator/workspace/syslog";
import { csvLine } from "../../events";
import { eventsDocument } from "../../eventsDocument";

// The operations' shares in 4,219,321 events from a video surveillance system. Source: Qumulo/auditlogs-elasticsearch,
// pics/kibana_qumulo_dashboard.png. All other operations are counted as fs_rename here.
const MIX: readonly (readonly [name: string, share: number])[] = [
  ["fs_read_metadata", 0.195],
  ["fs_delete", 0.175],
  ["fs_create_file", 0.166],
  ["fs_write_data", 0.165],
  ["fs_write_metadata", 0.157],
  ["fs_read_data", 0.094],
  ["fs_rename", 0.048],
];

const RECEIVED = new Date("2026-11-23T08:15:31.25Z");

describe("events with the published shares of operations", () => {
  const next = random(1);
  const operation = (): string => {
    let left = next();
    for (const [name, share] of MIX) {
      left -= share;
      if (left < 0) return name;
    }
    return "fs_rename";
  };
  const collector = { computer: "vm-qumulo-prod-0", resourceId: "/subscriptions/s/resourceGroups/g", workspaceId: "w" };
  const rows = Array.from({ length: 2_000 }, (_, index) => {
    const name = operation();
    const path = `/m-rs3/archive-${index % 40}/2026-11-23/camera-${index % 300}/segment-${index}-of-recording.dat`;
    const message = csvLine({
      client: "10.220.200.105",
      user: "VSS\\MILESTONE-RS3$",
      protocol: "smb2",
      operation: name,
      status: "ok",
      fileId: String(61_220_198 + index),
      path,
      target: name === "fs_rename" ? `${path}.bak` : "",
    });
    const line = {
      facility: 16,
      severity: 6,
      time: "2026-11-23T08:15:30.123456Z",
      host: "groot-2",
      appName: "qumulo",
      processId: "-",
    };
    return syslogRow({ facility: "local0", severityLevel: "info", line: { ...line, message } }, collector, RECEIVED);
  });
  const billed = billing(tableFrom(syslogColumns, rows));
  const bytes = (table: string, keep: string) =>
    billed.find((one) => one.table === table && one.keep === keep)?.bytesPerEvent ?? 0;

  it("cost at most 64 % as much in the parsed table as in Syslog, and at most 46 % if the filter keeps only changes", () => {
    const all = bytes("syslog", "everything");
    expect(bytes("parsed", "everything") / all).toBeLessThanOrEqual(0.64);
    expect(bytes("parsed", "changesOnly") / all).toBeLessThanOrEqual(0.46);
    expect(bytes("syslog", "changesOnly") / all).toBeLessThan(0.75);
  });

  it("have the billed sizes in docs/events.md", () => {
    const all = bytes("syslog", "everything");
    const row = (table: string) =>
      `| ${[
        table,
        ...["everything", "noNoise", "changesOnly"].map(
          (keep) => `${bytes(table, keep)} (${Math.round((100 * bytes(table, keep)) / all)} %)`,
        ),
      ].join(" | ")} |`;
    expect(eventsDocument()).toContain(`${row("syslog")}\n${row("parsed")}\n`);
  });
});
