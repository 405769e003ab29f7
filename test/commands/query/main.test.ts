import { describe, expect, it } from "vitest";
import { readArguments } from "../../../commands/query/main";

describe("the command line of a query", () => {
  it.each(["json", "csv", "out"])("says that npm has taken --%s, where it stands before --", (name) => {
    expect(() => readArguments(["Syslog"], { [`npm_config_${name}`]: "true" })).toThrow(
      `npm has taken --${name} for itself: options stand behind --.\n  npm run query -- --${name} ...`,
    );
  });

  it("takes json in a person's settings of npm for nothing where the form stands behind --", () => {
    for (const form of ["--json", "--csv"])
      expect(readArguments(["Syslog", form], { npm_config_json: "true" }).positionals).toEqual(["Syslog"]);
  });

  it("refuses an empty folder", () => {
    expect(() => readArguments(["Syslog", "--out", ""], {})).toThrow(
      "--out has an empty value\n\nUsage: npm run query",
    );
  });
});
