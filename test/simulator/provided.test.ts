import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CACHE, findProgram as foundBySetup, PROVIDED } from "../../setup/places.mjs";
import { findProgram, providedFolder } from "../../simulator/provided";
import { PROJECT } from "../exampleStacks";

describe("the simulator", () => {
  it.each(["sh", "node", "rsyslogd", "no-such-program"])("finds the program %s at the same path as set-up", (name) => {
    expect(findProgram(name)).toBe(foundBySetup(name));
  });

  it.each(["rsyslog", "pulumi", "no-such-program"])("finds the folder of %s through set-up's links", (name) => {
    const link = join(PROVIDED, name);
    expect(providedFolder(name)).toBe(existsSync(link) ? realpathSync(link) : undefined);
  });
});

it(".ci/bare-machine imports the cache folder's path from set-up, and does not repeat it", () => {
  const script = readFileSync(join(PROJECT, ".ci/bare-machine"), "utf8");
  expect(script).toContain('import { CACHE } from "./setup/places.mjs"');
  expect(script).not.toMatch(/cache\/qumulo-audit/);
  expect(CACHE).toMatch(/\/qumulo-audit$/);
});
