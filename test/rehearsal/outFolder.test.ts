import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOutFolder, writeResults } from "../../rehearsal/outFolder";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qumulo-out-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the folder for results", () => {
  it("is made with those above it, and may be there already", () => {
    const out = join(folder, "a", "b");
    openOutFolder(out);
    openOutFolder(out);
    expect(existsSync(join(out, "tables"))).toBe(true);
  });

  it("is refused at once where it is a file, or cannot be made", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => openOutFolder(file)).toThrow("is a file, or lies below one. Name a new folder");
    expect(() => openOutFolder(join(file, "below"))).toThrow("is a file, or lies below one. Name a new folder");
    expect(() => openOutFolder("/proc/x")).toThrow(
      "--out /proc/x: /proc/x cannot be made, because the system takes no folders there. Name a new folder",
    );
    expect(() => openOutFolder(join(folder, "n".repeat(300)))).toThrow("cannot be written: name too long. Name a new");
  });

  it("is refused where it holds files of others, which stay as they are", () => {
    expect(() => openOutFolder("/etc")).toThrow(
      /^--out \/etc: \/etc holds files that are no rehearsal's: \S+ and \d+ more\./,
    );
    expect(existsSync("/etc/tables")).toBe(false);
    const own = join(folder, "own");
    mkdirSync(own);
    writeFileSync(join(own, "notes\u001b.txt"), "");
    expect(() => openOutFolder(own)).toThrow("no rehearsal's: notes\ufffd.txt. Name a new folder of your own");
    expect(readdirSync(own)).toHaveLength(1);
  });

  it("is taken again where it is a rehearsal's, whatever a person has put beside, also after one that was interrupted", () => {
    const out = join(folder, "again");
    const results = { summary: {}, tables: {}, functions: {} };
    openOutFolder(out);
    openOutFolder(out);
    writeResults(out, { ...results, arcScript: "#!/bin/bash\n" });
    writeFileSync(join(out, "mine.csv"), "");
    openOutFolder(out);
    expect(readFileSync(join(out, "onboard.sh"), "utf8")).toBe("#!/bin/bash\n");
    writeResults(out, { ...results, arcScript: undefined });
    expect(readdirSync(out).sort()).toEqual(["functions.json", "mine.csv", "summary.json", "tables"]);
  });
});
