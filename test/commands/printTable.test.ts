import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLines, tableLines } from "../../commands/printTable";

describe("a printed table", () => {
  it("fits the terminal whatever its rows contain, and has each row on one line", () => {
    const row = fc.dictionary(fc.stringMatching(/^[a-z]{1,15}$/), fc.string({ maxLength: 90 }), {
      minKeys: 1,
      maxKeys: 12,
    });
    fc.assert(
      fc.property(row, fc.integer({ min: 40, max: 200 }), (one, width) => {
        const lines = tableLines([one], width).filter((line) => !line.endsWith("--json."));
        expect(lines).toHaveLength(4);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
      }),
    );
  });

  it("cuts the widest column first, and gives the number of hidden columns", () => {
    expect(tableLines([{ n: 1, path: "/a/very/long/path/to/a/file" }], 20)).toEqual([
      "n  path",
      "-  -----------------",
      "1  /a/very/long/pat…",
      "1 row",
    ]);
    const wide = Object.fromEntries(["a", "b", "c"].map((name) => [name, "x".repeat(9)]));
    expect(tableLines([wide], 20).at(-1)).toContain("Hidden columns: 1.");
  });

  it("shows the preferred columns if not all fit, and never cuts a time", () => {
    const row = {
      ...{ TenantId: "x".repeat(36), EventTime: "2026-11-23T08:15:30.1200000Z", Host: "y".repeat(40) },
      ...{ FilePath: "/a".repeat(40), UserName: "alice" },
    };
    const first = ["EventTime", "UserName", "Missing", "FilePath"];
    const [names = "", , cells = "", , below] = tableLines([row], 60, first);
    expect(names).toMatch(/^EventTime +UserName +FilePath$/);
    expect(cells).toMatch(/^2026-11-23T08:15:30\.12Z +alice +\/a\/a[/a]+…$/);
    expect(below).toContain("Hidden columns: 2.");
    expect(tableLines([row], 400, first)[0]).toMatch(/^TenantId +EventTime/);
    expect(tableLines([{ a: "2026-11-23T08:15:30.0000000Z" }], 80)[2]).toBe("2026-11-23T08:15:30Z");
  });

  it("contains no control character from a file name", () => {
    expect(tableLines([{ path: "/a\u001b[2Jb\u202egnp.exe" }], 80)[2]).toBe("/a\ufffd[2Jb\ufffdgnp.exe");
  });

  it("in CSV form quotes values as RFC 4180 requires, and cuts nothing", () => {
    const long = "x".repeat(200);
    expect(csvLines(["a", "b"], [{ a: 'say "hi"', b: "1,2" }, { a: long }])).toEqual([
      "a,b",
      '"say ""hi""","1,2"',
      `${long},`,
    ]);
  });
});
