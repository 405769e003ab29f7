import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOutFolder } from "../../rehearsal/outFolder";

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
    expect(() => openOutFolder(file)).toThrow("is a file, or lies below one. Name a folder");
    expect(() => openOutFolder(join(file, "below"))).toThrow("is a file, or lies below one. Name a folder");
    expect(() => openOutFolder("/proc/x")).toThrow("--out /proc/x: /proc/x cannot be made (ENOENT)");
  });
});
