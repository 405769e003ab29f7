import { describe, expect, it } from "vitest";
import { readOptions, USAGE } from "../../../commands/rehearse/options";

describe("the command line of npm start", () => {
  it("has defaults", () => {
    expect(readOptions([], {})).toMatchObject({ stack: "dev", out: "rehearsal-out", help: false });
    expect(readOptions(["--stack", "prod", "--events", "e.txt"], {})).toMatchObject({ stack: "prod", events: "e.txt" });
  });

  it("prints the usage if an option does not exist", () => {
    expect(() => readOptions(["--stak", "prod"], {})).toThrow(/Unknown option '--stak'[\s\S]*Usage: npm start/);
  });

  it("knows the scenarios, and lists them if a name is wrong", () => {
    expect(readOptions(["--scenario", "insiderCopy"], {})).toMatchObject({ scenario: "insiderCopy" });
    expect(() => readOptions(["--scenario", "insider"], {})).toThrow(
      /^There is no scenario 'insider'\nThe scenarios are ransomware, insiderCopy, .*, normalDay\n\nUsage/,
    );
    expect(() => readOptions(["--scenario", "ransomwear"], {})).toThrow("did you mean ransomware?");
  });

  it("refuses combinations that contradict each other", () => {
    const refused = (...args: string[]) => expect(() => readOptions(args, {}));
    refused("--scenario", "auditOff", "--events", "e.txt").toThrow("--scenario and --events exclude each other");
    refused("--arrival", "a.txt").toThrow("--arrival needs --events");
    expect(readOptions(["--events", "e.txt", "--arrival", "a.txt"], {})).toMatchObject({ arrival: "a.txt" });
  });

  it("fits into 80 columns", () => {
    expect(USAGE.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(["stack", "scenario", "events", "arrival", "out"])("refuses an empty value of --%s", (name) => {
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
