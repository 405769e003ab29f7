import { describe, expect, it } from "vitest";
import { alertErrors } from "../../../simulator/kql/alertErrors";
import { deployedSchema } from "./deployedSchema";

const schema = deployedSchema();

describe("an alert rule's query", () => {
  it("may call QumuloEventsCurrent, but not QumuloEvents, which contains a union", () => {
    const query = (name: string) =>
      `${name}(ago(5m), now()) | where OperationClass == "delete" | summarize n = count() by UserID`;
    expect(alertErrors({ query: query("QumuloEventsCurrent") }, schema)).toEqual([]);
    expect(alertErrors({ query: query("QumuloEventsCurrent") }, deployedSchema("parsed"))).toEqual([]);
    expect(alertErrors({ query: query("QumuloEvents") }, schema)).toEqual(["alert rules do not support union"]);
  });

  it.each([
    ["Syslog | take 5", "by chance"],
    ["Syslog | count", "its own count"],
    ["let d = 5m; Syslog | where TimeGenerated > ago(d)", "ago() needs a literal"],
    ["search 'x'", "not support search"],
    ["Syslog | union Syslog", "not support union"],
    ["let Both = () { union Syslog, Syslog }; Both | where HostName == 'a'", "not support union"],
    ["Syslog | evaluate bag_unpack(todynamic(SyslogMessage))", "not support evaluate"],
    ["Syslog | evaluate autocluster()", "not support evaluate"],
    ["externaldata(a: string)['https://x'] | where a == 'b'", "not support externaldata"],
    ["Syslog | join kind=inner (externaldata(HostName: string)['https://x']) on HostName", "not support externaldata"],
    ["Syslog | summarize AggregatedValue = count() by HostName", "reserved word"],
    ["print a = 1", "starts with print"],
    ["datatable(a: long)[1] | where a > 0", "starts with datatable"],
    ["let t = datatable(a: long)[1]; t | where a > 0", "starts with datatable"],
    ["let f = () { Syslog | where TimeGenerated > now() }; f() | where HostName == 'a'", "now() stands in a function"],
    ["let f = (at: datetime) { at > ago(5m) }; Syslog | where f(TimeGenerated)", "ago() stands in a function"],
    ['database("x").Syslog', "no database()"],
    [`Syslog | where HostName == "${"x".repeat(66_000)}"`, "64 KB"],
    ["Nothing | where a == 1", "KS"],
  ])("is refused: %s", (query, error) => {
    expect(alertErrors({ query }, schema).join("\n")).toContain(error);
  });
});

describe("an alert rule that runs every minute", () => {
  it.each([
    ["Syslog | where ingestion_time() > ago(1m)", "ingestion_time()"],
    ["Syslog | take 5", "every minute do not support take"],
    ["QumuloEventsCurrent(ago(1m)) | where IsSuccess", "QumuloEventsCurrent, which reads a table"],
    ["Recent | where HostName == 'a'", "Recent, which reads a table"],
    ["let f = () { Syslog | where HostName == 'a' }; f() | where HostIP == ''", "f, which reads a table"],
  ])("is refused: %s", (query, error) => {
    const saved = { ...schema.functions, Recent: { parameters: "", body: "Syslog | where Facility == 'user'" } };
    const errors = alertErrors({ query, everyMinutes: 1 }, { tables: schema.tables, functions: saved });
    expect(errors.join("\n")).toContain(error);
  });

  it.each(["Syslog | where ingestion_time() > ago(5m)", "QumuloEventsCurrent(ago(5m)) | where IsSuccess"])(
    "would be accepted if it ran every five minutes: %s",
    (query) => {
      expect(alertErrors({ query, everyMinutes: 5 }, schema)).toEqual([]);
    },
  );
});

describe("an alert rule's columns", () => {
  const query =
    "Syslog | summarize Count = count(), At = max(TimeGenerated), Names = make_set(HostName) by HostName, Facility";
  const errorsFor = (dimensions: readonly string[], metricMeasureColumn = "Count") =>
    alertErrors({ query, dimensions, metricMeasureColumn }, schema);

  it("may be strings and numbers that the query returns", () => {
    expect(errorsFor(["HostName", "Facility", "Count"])).toEqual([]);
  });

  it.each([
    [["HostName", "Nobody"], "Count", "its result has no column Nobody for the dimension"],
    [["At"], "Count", "the dimension At is a datetime; dimensions must be strings or numbers"],
    [["Names"], "Count", "the dimension Names is a dynamic; dimensions must be strings or numbers"],
    [Array.from({ length: 7 }, () => "HostName"), "Count", "it has 7 dimensions; 6 are allowed"],
    [["HostName"], "Total", "its result has no column Total to compare with the threshold"],
    [["HostName"], "At", "the column At is a datetime; only a number can be compared with the threshold"],
  ])("are refused: %j and %s", (dimensions, metric, error) => {
    expect(errorsFor(dimensions, metric)).toEqual([error]);
  });
});
