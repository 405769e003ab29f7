import { describe, expect, it } from "vitest";
import { dataFlows } from "../../components/collection/dataFlows";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import type { Database } from "../../simulator/kql/run/database";
import { tableFrom } from "../../simulator/kql/run/namedRows";
import type { Table } from "../../simulator/kql/run/table";
import { readSamples } from "../../simulator/qumulo/builtIn";
import { syslogColumns, syslogRow } from "../../simulator/workspace/syslog";
import { ingest, programFunctions, workspaceDatabase } from "../../simulator/workspace/workspace";
import { settled } from "../settled";

const EVENTS = 50_000;
const START = Date.parse("2026-11-23T00:00:00Z");
const bodies = readSamples().flatMap(({ form, text }) =>
  form === "line" && text.length < 1000 ? [text.replace(/^.*? qumulo - - - /, "")] : [],
);

/** Returns the workspace's tables with some events in Syslog. */
function events(count: number): Readonly<Record<string, Table>> {
  const collector = { computer: "vm-0", resourceId: "/subscriptions/s/resourceGroups/g", workspaceId: "w" };
  const rows = Array.from({ length: count }, (_, index) => {
    const time = new Date(START + index * 100);
    const line = {
      facility: 16,
      severity: 6,
      time: time.toISOString(),
      host: `nas-${index % 5}`,
      appName: "qumulo",
      processId: "-",
    };
    const message = bodies[index % bodies.length] ?? "";
    return syslogRow({ facility: "local0", severityLevel: "info", line: { ...line, message } }, collector, time);
  });
  return ingest(dataFlows("syslog", KEEP_EVERYTHING), tableFrom(syslogColumns, rows));
}

const open = (tables: Readonly<Record<string, Table>>): Database =>
  workspaceDatabase(programFunctions("syslog"), tables);
const now = new Date(START + EVENTS * 100);

describe("50,000 events through QumuloEvents", () => {
  it("take at most 5 s after a warm-up query, and at most 700 MB", async () => {
    const table = events(EVENTS);
    open(events(2_000)).run("QumuloEvents | count", now);
    const seconds = await settled(async () => {
      const begun = performance.now();
      const counted = open(table).run("QumuloEvents | summarize count() by ParseStatus", now);
      expect(counted.rows.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(EVENTS);
      return (performance.now() - begun) / 1000;
    }, 5);
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(`50,000 events: ${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB`);
    expect(seconds).toBeLessThanOrEqual(5);
    expect(megabytes).toBeLessThanOrEqual(700);
  });
});

describe("a function's cached result", () => {
  const queries = [
    "QumuloEvents | where TimeGenerated > ago(5m) | summarize n = count(), who = make_set(UserName) by OperationClass | sort by OperationClass asc",
    "QumuloEvents | where TimeGenerated between (ago(10m) .. ago(5m)) | count",
    "QumuloEvents | where TimeGenerated >= ago(2m) and TimeGenerated < ago(1m) and Operation == 'fs_delete' | project FilePath, UserID | sort by FilePath asc",
    "QumuloEvents(ago(3m), now()) | where IsSuccess | summarize arg_max(EventTime, FilePath) by Cluster, Node | sort by Node asc",
    "QumuloEventsCurrent(starttime=ago(1m)) | summarize dcount(FilePath)",
  ];

  it("equals a newly computed result, even if time has passed or rows were added since", () => {
    const table = events(2_000);
    const kept = open(table);
    for (const at of [0, 30_000, 90_000].map((ahead) => new Date(START + 200_000 + ahead)))
      for (const query of queries) {
        const [first, second] = [kept.run(query, at), kept.run(query, at)];
        expect(second.rows).toEqual(first.rows);
        expect(first.rows).toEqual(open(table).run(query, at).rows);
      }
    const more = events(2_500);
    for (const [name, rows] of Object.entries(more)) kept.set(name, rows);
    for (const query of queries) expect(kept.run(query, now).rows).toEqual(open(more).run(query, now).rows);
  });

  it("is computed only once, and queries for the last minutes read only the rows of these minutes", () => {
    const kept = open(events(20_000));
    const timed = (query: string) => {
      const begun = performance.now();
      kept.run(query, now);
      return performance.now() - begun;
    };
    const first = timed("QumuloEvents | where TimeGenerated > ago(5m) | count");
    const later = Math.min(
      ...[1, 2, 3].map((minutes) => timed(`QumuloEvents | where TimeGenerated > ago(${minutes}m) | count`)),
    );
    expect(later).toBeLessThan(first / 3);
  });
});
