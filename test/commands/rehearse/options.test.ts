import { describe, expect, it } from "vitest";
import { readOptions } from "../../../commands/rehearse/options";

describe("the command line", () => {
  it("has defaults", () => {
    expect(readOptions([], {})).toMatchObject({ stack: "dev", out: "rehearsal-out", help: false });
    expect(readOptions(["--stack", "prod", "--events", "e.txt"], {})).toMatchObject({ stack: "prod", events: "e.txt" });
  });

  it("says how it is meant where an option does not exist", () => {
    expect(() => readOptions(["--stak", "prod"], {})).toThrow(/Unknown option '--stak'[\s\S]*Usage: npm start/);
  });

  it.each(["stack", "events", "out"])("refuses an empty value of --%s", (name) => {
    for (const value of [[`--${name}=`], [`--${name}`, ""], [`--${name}`, " "]])
      expect(() => readOptions(value, {})).toThrow(`--${name} has an empty value\n\nUsage: npm start`);
  });

  it("says that npm has taken an option, where it stands before --", () => {
    // npm leaves `--stack=prod` as the value, and `--stack prod` as true with a word too many.
    for (const value of ["prod", "true"])
      expect(() => readOptions(value === "true" ? ["prod"] : [], { npm_config_stack: value })).toThrow(
        "npm has taken --stack for itself: options stand behind --.\n  npm start -- --stack ...",
      );
  });
});
