import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOutFolder, readRehearsed, writeResults } from "../../../commands/rehearse/outFolder";

const BEGUN = { stack: "dev", at: "2026-11-27T14:00:00.000Z" };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qumulo-out-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the results folder", () => {
  it("is created with its parents, and may already exist", () => {
    const out = join(folder, "a", "b");
    openOutFolder(out, BEGUN);
    openOutFolder(out, BEGUN);
    expect(existsSync(join(out, "tables"))).toBe(true);
  });

  it("is refused before any work if it is a file or cannot be created", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => openOutFolder(file, BEGUN)).toThrow("is a file, or is below one. Give a new folder");
    expect(() => openOutFolder(join(file, "below"), BEGUN)).toThrow("is a file, or is below one. Give a new folder");
    expect(() => openOutFolder("/proc/x", BEGUN)).toThrow(
      "--out /proc/x: '/proc/x' cannot be created, because the system allows no folders there. Give a new folder",
    );
    expect(() => openOutFolder(join(folder, "n".repeat(300)), BEGUN)).toThrow(
      "cannot be written: name too long. Give a new",
    );
  });

  it("is refused and left unchanged if it contains files that no rehearsal wrote", () => {
    expect(() => openOutFolder("/etc", BEGUN)).toThrow(
      /^--out \/etc: '\/etc' contains files that are not a rehearsal's: \S+ and \d+ more\./,
    );
    expect(existsSync("/etc/tables")).toBe(false);
    const own = join(folder, "own");
    mkdirSync(own);
    writeFileSync(join(own, "notes\u001b.txt"), "");
    expect(() => openOutFolder(own, BEGUN)).toThrow(
      "not a rehearsal's: notes\ufffd.txt. Give a new folder of your own",
    );
    expect(readdirSync(own)).toHaveLength(1);
  });

  it("may be used again, even after an interrupted rehearsal, whatever other files the user has added", () => {
    const out = join(folder, "again");
    const results = { summary: {}, alerts: [], tables: {}, functions: {} };
    openOutFolder(out, BEGUN);
    openOutFolder(out, BEGUN);
    writeResults(out, { ...results, arcScript: "#!/bin/bash\n" });
    writeFileSync(join(out, "mine.csv"), "");
    openOutFolder(out, BEGUN);
    expect(readFileSync(join(out, "onboard.sh"), "utf8")).toBe("#!/bin/bash\n");
    writeResults(out, { ...results, arcScript: undefined });
    expect(readdirSync(out).sort()).toEqual(["alerts.json", "functions.json", "mine.csv", "summary.json", "tables"]);
  });

  it("records which rehearsal wrote its tables, and whether a later one has not finished", () => {
    const out = join(folder, "two");
    openOutFolder(out, BEGUN);
    writeResults(out, { summary: BEGUN, alerts: [], tables: {}, functions: {}, arcScript: undefined });
    expect(readRehearsed(out)).toEqual({ ...BEGUN, unfinished: undefined });
    const later = { stack: "prod", at: "2026-11-27T15:00:00.000Z" };
    openOutFolder(out, later);
    expect(readRehearsed(out)).toEqual({ ...BEGUN, unfinished: later });
    // Earlier releases did not write the time, so the file's modification time is used instead.
    writeFileSync(join(out, "summary.json"), '{ "stack": "old" }');
    utimesSync(join(out, "summary.json"), 0, 0);
    expect(readRehearsed(out)).toMatchObject({ stack: "old", at: "1970-01-01T00:00:00.000Z" });
  });
});
