import { describe, expect, it } from "vitest";
import { readOptions } from "../../../commands/query/options";

describe("the command line of npm run query", () => {
  it.each(["json", "csv", "out"])("refuses --%s before --, because npm would treat it as an npm option", (name) => {
    expect(() => readOptions(["Syslog"], { [`npm_config_${name}`]: "true" })).toThrow(
      `npm took --${name} as an option of its own: write options after --.\n  npm run query -- --${name} ...`,
    );
  });

  it("accepts a format after -- even if the user's npm settings contain json", () => {
    for (const format of ["json", "csv"])
      expect(readOptions(["Syslog", `--${format}`], { npm_config_json: "true" })).toEqual({
        query: "Syslog",
        out: "rehearsal-out",
        format,
      });
  });

  it("refuses an empty value of --out", () => {
    expect(() => readOptions(["Syslog", "--out", ""], {})).toThrow("--out has an empty value\n\nUsage: npm run query");
  });

  it("needs one query and at most one format", () => {
    expect(() => readOptions([], {})).toThrow(/^Give one query.*\n\nUsage: npm run query/);
    expect(() => readOptions(["Syslog", "count"], {})).toThrow(/^Give one query/);
    expect(() => readOptions(["Syslog", "--json", "--csv"], {})).toThrow("Choose one of --json and --csv.");
    expect(readOptions(["--help"], {})).toBe("help");
  });
});
