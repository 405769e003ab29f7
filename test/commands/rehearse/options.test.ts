import { describe, expect, it } from "vitest";
import { readOptions } from "../../../commands/rehearse/options";

describe("the command line of npm start", () => {
  it("has defaults", () => {
    expect(readOptions([], {})).toMatchObject({ stack: "dev", out: "rehearsal-out", help: false });
    expect(readOptions(["--stack", "prod", "--events", "e.txt"], {})).toMatchObject({ stack: "prod", events: "e.txt" });
  });

  it("prints the usage if an option does not exist", () => {
    expect(() => readOptions(["--stak", "prod"], {})).toThrow(/Unknown option '--stak'[\s\S]*Usage: npm start/);
  });

  it.each(["stack", "events", "out"])("refuses an empty value of --%s", (name) => {
    for (const value of [[`--${name}=`], [`--${name}`, ""], [`--${name}`, " "]])
      expect(() => readOptions(value, {})).toThrow(`--${name} has an empty value\n\nUsage: npm start`);
  });

  it("refuses an option before --, because npm would treat it as an npm option", () => {
    // npm passes `--stack=prod` as the value prod, and `--stack prod` as the value true and a further argument.
    for (const value of ["prod", "true"])
      expect(() => readOptions(value === "true" ? ["prod"] : [], { npm_config_stack: value })).toThrow(
        "npm took --stack as an option of its own: write options after --.\n  npm start -- --stack ...",
      );
  });
});
