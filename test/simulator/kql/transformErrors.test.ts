import { describe, expect, it } from "vitest";
import { MOST_TRANSFORM_CHARACTERS } from "../../../components/collection/dataFlows";
import { FORMER_COLUMNS, forwarderReports, PARSED_COLUMNS, transform } from "../../../components/events/parsedTable";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../../components/filter/noiseFilter";
import { transformErrors } from "../../../simulator/kql/transformErrors";
import { SYSLOG_COLUMNS, SYSLOG_STREAM } from "../../../simulator/workspace/syslog";

const check = (text: string) =>
  transformErrors(text, { stream: SYSLOG_STREAM, table: PARSED_COLUMNS, mostCharacters: MOST_TRANSFORM_CHARACTERS });
const rules: NoiseFilter = {
  keep: "changesOnly",
  include: [{ clientCidrs: ["10.1.2.0/23"], pathPrefixes: ["/fin'ance/"] }],
  exclude: [
    { users: ["AD\\svc", "//nas"], protocols: ["smb2"] },
    { operations: ["fs_write_metadata"], clientCidrs: ["10.9.0.0/30"] },
  ],
};

describe("this project's transformations", () => {
  it.each([KEEP_EVERYTHING, { ...KEEP_EVERYTHING, keep: "noNoise" as const }, rules])(
    "use only documented operators and functions: %j",
    (filter) => {
      expect(check(transform(filter))).toEqual([]);
    },
  );

  it("contain the long list of known operations only once, however many rules have no operations", () => {
    const exclude = Array.from({ length: 30 }, (_, index) => ({
      users: [`AD\\svc-${index}`],
      pathPrefixes: [`/scratch/team-${index}/`],
    }));
    const text = transform({ keep: "changesOnly", include: [], exclude });
    expect(check(text)).toEqual([]);
    expect(text.split('"cluster_generate_vpn_private_key"')).toHaveLength(2);
  });

  it("include a valid one for the forwarders' reports", () => {
    expect(
      transformErrors(forwarderReports(), {
        stream: SYSLOG_STREAM,
        table: SYSLOG_COLUMNS,
        mostCharacters: MOST_TRANSFORM_CHARACTERS,
      }),
    ).toEqual([]);
  });

  it("fill every column of the table except those that only earlier versions filled", () => {
    for (const name of Object.keys(PARSED_COLUMNS).filter((name) => !FORMER_COLUMNS.includes(name)))
      expect(transform(KEEP_EVERYTHING)).toMatch(new RegExp(`\\b${name}\\b`));
  });
});

describe("a transformation is refused if it contains", () => {
  const start = "source | project TimeGenerated";
  it.each([
    ["an operator over many rows", `${start} | summarize count() by TimeGenerated`, "the operator summarize"],
    [
      "a function that is available only in queries",
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
    ["a comment after a string literal", `${start} | where TimeGenerated != "a\\" // b" // time`, "comment"],
    ["no time column", "source | project HostName", "no TimeGenerated"],
    ["a column that the table does not have", `${start}, Nothing = 1`, "no column Nothing"],
    ["a column of another type", `${start}, FileId = tolong(1)`, "is a string, and would get a long"],
    ["too many characters", `${start} | where HostName != "${"x".repeat(15_400)}"`, "15360"],
    [
      "a parse of more than ten columns",
      `source | parse SyslogMessage with ${Array.from({ length: 11 }, (_, index) => `c${index} ","`).join(" ")} * | project TimeGenerated`,
      "parse extracts 11 columns",
    ],
    ["a name that the binder refuses", `${start}, FilePath = Nope`, "KS142"],
  ])("%s", (_, text, error) => {
    expect(check(text).join("\n")).toContain(error);
  });
});
