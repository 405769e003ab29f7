import { describe, expect, it } from "vitest";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../../components/events/noiseFilter";
import { FORMER_COLUMNS, forwarderReports, PARSED_COLUMNS, transform } from "../../../components/events/parsedTable";
import { alertMistakes, transformMistakes } from "../../../simulator/kql/check";
import { SYSLOG_COLUMNS } from "../../../simulator/workspace/syslog";
import { shippedSchema } from "./shipped";

const columns = `(${Object.entries(SYSLOG_COLUMNS)
  .map(([name, type]) => `${name}: ${type}`)
  .join(", ")})`;
const check = (text: string) => transformMistakes(text, columns, PARSED_COLUMNS);
const rules: NoiseFilter = {
  keep: "changesOnly",
  include: [{ clientCidrs: ["10.1.2.0/23"], pathPrefixes: ["/fin'ance/"] }],
  exclude: [
    { users: ["AD\\svc", "//nas"], protocols: ["smb2"] },
    { operations: ["fs_write_metadata"], clientCidrs: ["10.9.0.0/30"] },
  ],
};

describe("the shipped transformations", () => {
  it.each([KEEP_EVERYTHING, { ...KEEP_EVERYTHING, keep: "noNoise" as const }, rules])(
    "hold only what is documented: %j",
    (filter) => {
      expect(check(transform(filter))).toEqual([]);
    },
  );

  it("hold the long list of known operations once, so that many rules without operations fit", () => {
    const exclude = Array.from({ length: 30 }, (_, index) => ({
      users: [`AD\\svc-${index}`],
      pathPrefixes: [`/scratch/team-${index}/`],
    }));
    const text = transform({ keep: "changesOnly", include: [], exclude });
    expect(check(text)).toEqual([]);
    expect(text.split('"cluster_generate_vpn_private_key"')).toHaveLength(2);
  });

  it("pass reports of forwarders on as they are", () => {
    expect(transformMistakes(forwarderReports(), columns, SYSLOG_COLUMNS)).toEqual([]);
  });

  it("fill every column of the table but those of earlier versions", () => {
    for (const name of Object.keys(PARSED_COLUMNS).filter((name) => !FORMER_COLUMNS.includes(name)))
      expect(transform(KEEP_EVERYTHING)).toMatch(new RegExp(`\\b${name}\\b`));
  });
});

describe("the check of transformations refuses", () => {
  const start = "source | project TimeGenerated";
  it.each([
    ["an operator over many rows", `${start} | summarize count() by TimeGenerated`, "the operator summarize"],
    [
      "a function that queries have and it has not",
      `${start}, UserID = replace_string(SyslogMessage, "a", "b")`,
      "replace_string",
    ],
    ["parse_csv", `${start}, FilePath = tostring(parse_csv(SyslogMessage)[6])`, "parse_csv"],
    ["a dynamic literal", `${start}, Details = dynamic({})`, "parse_json('…')"],
    ["in~", `source | where ProcessName in~ ("a") | project TimeGenerated`, "in~"],
    ["has_any", `source | where SyslogMessage has_any ("a") | project TimeGenerated`, "has_any"],
    ["between", "source | where ProcessID between (1 .. 2) | project TimeGenerated", "between"],
    ["more than one line", `${start}\n| where true`, "more than one line"],
    ["a comment", `${start} // time`, "comment"],
    ["a comment behind a text", `${start} | where TimeGenerated != "a\\" // b" // time`, "comment"],
    ["a result without a time", "source | project HostName", "no TimeGenerated"],
    ["a column that the table has not", `${start}, Nothing = 1`, "no column Nothing"],
    ["a column of another type", `${start}, FileId = tolong(1)`, "is a string, and would get a long"],
    ["too long a text", `${start} | where HostName != "${"x".repeat(15_400)}"`, "15360"],
    [
      "a parse of more than ten columns",
      `source | parse SyslogMessage with ${Array.from({ length: 11 }, (_, index) => `c${index} ","`).join(" ")} * | project TimeGenerated`,
      "parse makes 11 columns",
    ],
    ["what the binder refuses", `${start}, FilePath = Nope`, "KS142"],
  ])("%s", (_, text, mistake) => {
    expect(check(text).join("\n")).toContain(mistake);
  });
});

describe("the check of alert queries", () => {
  const schema = shippedSchema();
  it("lets QumuloEventsCurrent pass, and refuses QumuloEvents for the union in it", () => {
    const query = (name: string) =>
      `${name}(ago(5m), now()) | where OperationClass == "delete" | summarize n = count() by UserID`;
    expect(alertMistakes(query("QumuloEventsCurrent"), schema)).toEqual([]);
    expect(alertMistakes(query("QumuloEventsCurrent"), shippedSchema("parsed"))).toEqual([]);
    expect(alertMistakes(query("QumuloEvents"), schema)).toEqual(["alert rules take no union"]);
  });

  it.each([
    ["Syslog | take 5", "by chance"],
    ["Syslog | count", "its own count"],
    ["let d = 5m; Syslog | where TimeGenerated > ago(d)", "literal"],
    ["search 'x'", "no search"],
    ["Syslog | evaluate bag_unpack(todynamic(SyslogMessage))", "bag_unpack"],
    ['database("x").Syslog', "no database()"],
    [`Syslog | where HostName == "${"x".repeat(66_000)}"`, "64 KB"],
    ["Nothing | where a == 1", "KS"],
  ])("refuses %#", (text, mistake) => {
    expect(alertMistakes(text, schema).join("\n")).toContain(mistake);
  });
});
