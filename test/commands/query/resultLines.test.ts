import { describe, expect, it } from "vitest";
import { resultLines, sourceLine } from "../../../commands/query/resultLines";
import { tableFrom } from "../../../simulator/kql/run/namedRows";

const DEV = { stack: "dev", at: "2026-11-27T14:00:00.000Z" };

describe("the line that names the rehearsal", () => {
  it("gives the rehearsal's stack and time", () => {
    expect(sourceLine({ ...DEV, unfinished: undefined })).toBe(
      "These are the tables of the rehearsal of stack 'dev' at 2026-11-27 14:00 UTC.",
    );
  });

  it("mentions a later rehearsal that has not finished", () => {
    const later = { stack: "prod", at: "2026-11-27T15:00:00.000Z" };
    expect(sourceLine({ ...DEV, unfinished: later })).toBe(
      "These are the tables of the rehearsal of stack 'dev' at 2026-11-27 14:00 UTC. A later one, of stack 'prod' at 2026-11-27 15:00 UTC, has failed or is still running.",
    );
  });
});

describe("the result of a query", () => {
  const columns = ["TenantId", "UserName", "FilePath"].map((name) => ({ name, type: "string" }));
  const result = tableFrom(columns, [{ TenantId: "x".repeat(36), UserName: "alice", FilePath: "/a,b" }]);
  const lines = (format: "table" | "json" | "csv", query = "QumuloEvents") =>
    resultLines(result, { query, format }, 40);

  it("is printed as a table, as JSON or as CSV", () => {
    expect(lines("json")).toEqual([`{"TenantId":"${"x".repeat(36)}","UserName":"alice","FilePath":"/a,b"}`]);
    expect(lines("csv")).toEqual(["TenantId,UserName,FilePath", `${"x".repeat(36)},alice,"/a,b"`]);
    expect(lines("table").at(-1)).toBe("1 row");
  });

  it("keeps the order of columns that the query itself has chosen", () => {
    const narrow = resultLines(result, { query: "QumuloEvents | project TenantId, UserName", format: "table" }, 12);
    expect(narrow[0]).toBe("TenantId");
    expect(resultLines(result, { query: "QumuloEvents // | project", format: "table" }, 12)[0]).toBe("UserName");
  });
});
