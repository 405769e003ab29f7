import { expect, it } from "vitest";
import { ruleQuery } from "../../components/alerts/ruleQuery";
import { dataFlows } from "../../components/collection/dataFlows";
import { type ReplayEvent, repeat } from "../../components/detections/replayCase";
import { type Rule, rules } from "../../components/detections/rules";
import type { EventsTable } from "../../components/events/functions";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { syslogContract } from "../../components/syslogContract";
import { tableFrom } from "../../simulator/kql/run/namedRows";
import type { Table } from "../../simulator/kql/run/table";
import { random } from "../../simulator/random";
import { normalDay } from "../../simulator/replay/normalDay";
import { syslogColumns } from "../../simulator/workspace/syslog";
import { ingest, workspaceDatabase } from "../../simulator/workspace/workspace";
import { csvLine, jsonLine } from "../events";

const START = Date.parse("2026-11-27T00:00:00Z");
const END = new Date(START + 86_400_000);
const FORWARDER = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-0";
const all = rules({ honeyPaths: ["/finance/salaries"], adminCidrs: ["10.5.0.0/16"] });
const next = random(5);

/** Events that are rare on a normal day, so that every rule has events to read. */
const RARE: readonly ReplayEvent[] = [
  ...repeat(10, (index) => ({
    at: index * 600,
    operation: "tree_delete_start",
    protocol: "api",
    path: `/old/${index}/`,
  })),
  ...repeat(40, (index) => ({ at: index * 700, operation: "fs_read_data", path: `/.snapshot/1_hourly/a-${index}` })),
  ...repeat(40, (index) => ({ at: index * 800, operation: "fs_write_data", path: `/Finance/Salaries/${index}.xlsx` })),
  ...repeat(40, (index) => ({ at: index * 900, isUnverified: true, path: `/a/${index}` })),
  ...["audit_modify_syslog_config", "auth_create_user", "nfs_create_export", "snapshot_delete_snapshot"].flatMap(
    (operation) => repeat(40, (index) => ({ at: index * 950, operation, protocol: "api", path: "name" })),
  ),
  ...repeat(40, (index) => ({ at: index * 990, operation: "remote_syslog_shutdown", protocol: "internal" })),
];
/** Folders whose names are operations, statuses and protocols. The rules do not look for the files in these folders. */
const FOLDERS = [
  "login",
  "api",
  "denied",
  "fs_delete",
  "fs_rename",
  "tree_delete",
  "users",
  "snapshot",
  "salaries",
  "ok",
];

const day: readonly ReplayEvent[] = [
  ...normalDay().map((event, index) =>
    index % 10 === 0 && event.path?.startsWith("/")
      ? { ...event, path: `/src/${FOLDERS[Math.floor(index / 10) % FOLDERS.length]}${event.path}` }
      : event,
  ),
  ...RARE,
].sort((a, b) => a.at - b.at);

/** Returns events as rows of the stream Microsoft-Syslog: one half of the events in CSV, the other in JSON. */
const streamOf = (events: readonly ReplayEvent[]): Table =>
  tableFrom(
    syslogColumns,
    events.map((event, index) => {
      const made = {
        client: event.client ?? "10.0.0.1",
        user: event.user ?? "AD\\eve",
        protocol: event.protocol ?? "smb3",
        operation: event.operation ?? "fs_read_data",
        status: event.status ?? "ok",
        fileId: "7",
        path: event.path ?? "",
        target: event.target ?? "",
      };
      const line = index % 2 === 0 ? csvLine(made) : jsonLine(made, next);
      const time = new Date(START + event.at * 1000).toISOString();
      return {
        TimeGenerated: time,
        EventTime: time,
        Facility: syslogContract.facility.name,
        HostName: "nas-1",
        ProcessName: event.isUnverified ? syslogContract.appName.unverified : syslogContract.appName.event,
        SyslogMessage: event.isUnverified ? `${syslogContract.peerMark}10.66.6.6 ${line}` : line,
        _ResourceId: FORWARDER.toLowerCase(),
      };
    }),
  );

/**
 * Returns the part of a rule's query that reads events, up to its first test of operation, status or sender. The time range is a
 * day, so that the query reads each event once.
 */
function reading(rule: Rule): string {
  const query = rule.query.replace(/^let (from|newFrom) = ago\(\w+\);$/gm, "let $1 = ago(1d);");
  const test = query.includes("isnotempty(Detection)")
    ? /\| where isnotempty\(Detection\)/
    : /\| where [^\n]*(?:Operation|Status|Success|SenderVerified)[^\n]*/;
  const from = query.indexOf("Watched(");
  const found = test.exec(query.slice(from));
  if (found === null) throw new Error("the query does not test the operation");
  const prelude = query.slice(0, from).replace(/\nlet \w+ = materialize\(\s*$/, "\n");
  return `${prelude}${query.slice(from, from + found.index + found[0].length).replace(/\);$/, "")}`;
}

/** For each rule, counts the rows that are parsed, and the parsed rows that pass the rule's first test. */
function counted(table: EventsTable, events: readonly ReplayEvent[]) {
  const database = workspaceDatabase({}, ingest(dataFlows(table, KEEP_EVERYTHING), streamOf(events)));
  return all.map((rule) => {
    let parsed = 0;
    database.onInvoke = (_, rows) => {
      parsed += rows;
    };
    const text = ruleQuery({ ...rule, query: reading(rule) }, { table, forwarders: [FORWARDER] });
    const read = database.run(text, END).rows.length;
    return { rule: rule.name, parsed, read };
  });
}

// For QumuloAudit_CL, only every twentieth ordinary event is used, because the transformation of all events takes long.
it.each([
  ["syslog", 1],
  ["parsed", 20],
] as const)(
  "with events.table %s, a rule parses at most 1.2 times the events that it reads in a day",
  (table, every) => {
    const counts = counted(
      table,
      day.filter((event, index) => RARE.includes(event) || index % every === 0),
    );
    const lines = counts.map((one) => [one.rule, one.parsed, one.read, (one.parsed / one.read).toFixed(2)].join(" | "));
    console.log([`${table}: rule | rows parsed | rows read | ratio`, ...lines].join("\n"));
    expect(counts.filter(({ read }) => read === 0)).toEqual([]);
    expect(counts.filter(({ parsed, read }) => parsed < read || parsed > 1.2 * read)).toEqual([]);
  },
);
