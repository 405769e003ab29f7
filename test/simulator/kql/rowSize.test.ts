import { describe, expect, it } from "vitest";
import { rowSize } from "../../../simulator/kql/rowSize";
import { tableFrom } from "../../../simulator/kql/run/namedRows";

describe("a row's billed size", () => {
  const columns = [
    { name: "TimeGenerated", type: "datetime" },
    { name: "Text", type: "string" },
    { name: "Details", type: "dynamic" },
    { name: "_ResourceId", type: "string" },
    { name: "Type", type: "string" },
  ];
  it("is the number of bytes of its values as text, without those of _ResourceId and Type", () => {
    const { rows } = tableFrom(columns, [
      { TimeGenerated: "2026-11-23T08:15:30Z", Text: "é", Details: '{"a":[1,2]}', _ResourceId: "/x", Type: "T" },
    ]);
    expect(rowSize(columns, rows[0] ?? [])).toBe(28 + 2 + 11);
    expect(rowSize(columns, [null, "", null, "/x", "T"])).toBe(0);
  });
});
