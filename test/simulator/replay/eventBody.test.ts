import { expect, it } from "vitest";
import type { ReplayEvent } from "../../../components/detections/replayCase";
import { parseSyslogLine } from "../../../simulator/agent/syslogLine";
import { rowsByName, tableFrom } from "../../../simulator/kql/run/namedRows";
import { header } from "../../../simulator/qumulo/messages";
import { eventBody } from "../../../simulator/replay/eventBody";
import { syslogColumns, syslogRow } from "../../../simulator/workspace/syslog";
import { ingest, programFunctions, workspaceDatabase } from "../../../simulator/workspace/workspace";

const COLLECTOR = { computer: "vm-0", resourceId: "/subscriptions/0/vm-0", workspaceId: "w" };
const NOW = new Date("2026-11-27T10:00:00Z");

const EVENTS: readonly ReplayEvent[] = [
  { at: 0, user: 'AD\\o"brien, j', operation: "fs_rename", path: '/a,"b"/c.docx', target: "/a/c.docx.x" },
  { at: 0, user: "admin", protocol: "api", operation: "snapshot_delete_snapshot", path: "1_daily" },
  { at: 0, status: "fs_access_denied_error", operation: "fs_open", path: "/ümlaut/文件" },
];

it("QumuloEvents reads the same values from an event in CSV and in JSON", () => {
  const read = (format: "csv" | "json") => {
    const rows = EVENTS.flatMap((event) => {
      const line = parseSyslogLine(header("nas-1", NOW) + eventBody(event, format));
      if (line === undefined) return [];
      return [syslogRow({ facility: "local0", severityLevel: "info", line }, COLLECTOR, NOW)];
    });
    const tables = ingest([{}], tableFrom(syslogColumns, rows));
    const columns = "ParseStatus, UserID, ClientIP, Protocol, Operation, OperationStatus, FilePath, TargetPath";
    const query = `QumuloEvents | project ${columns}`;
    return rowsByName(workspaceDatabase(programFunctions("syslog"), tables).run(query, NOW));
  };
  const csv = read("csv");
  expect(csv).toMatchObject(
    EVENTS.map(({ user = "AD\\eve", operation, path, target = "" }) => ({
      ParseStatus: "csv",
      UserID: user,
      Operation: operation,
      FilePath: path,
      TargetPath: target,
    })),
  );
  expect(read("json")).toEqual(csv.map((row) => ({ ...row, ParseStatus: "json" })));
});
