import { describe, expect, it } from "vitest";
import { mistakesOf } from "../../.ci/notRun.mjs";

const NOTE = "(not run, because it needs root: sudo npm test)";
const output = (listed: readonly string[], skipped: number) =>
  [
    " \u001b[32m✓\u001b[39m real test/a.test.ts (3 tests)",
    " Test Files  2 passed | 1 skipped (3)",
    `      Tests  3 passed | ${skipped} skipped (${3 + skipped})`,
    ...(listed.length === 0 ? [] : ["", "Not run here:", ...listed.map((line) => `  ${line}`), "", "the end"]),
  ].join("\n");
const asRoot = new Set(["the allow-list lets a node in", "preview without a right", "counts"]);
const good = [`the allow-list ${NOTE} > lets a node in`, `preview without a right ${NOTE}`];

describe("what npm test says as another user", () => {
  it("is right where each test that is skipped is named, with the reason and the way out", () => {
    expect(mistakesOf(output(good, 2), asRoot)).toEqual([]);
  });

  it.each<[wrong: string, output: string, said: string]>([
    ["no list", output([], 2), "nothing stands below 'Not run here:'"],
    ["nothing that is skipped, as root", output([], 0), "nothing stands below 'Not run here:'"],
    ["a test that is skipped in silence", output(good, 3), "3 tests are skipped, and 2 are named"],
    ["a test without a reason", output(["counts"], 1), "it does not say why it is not run:  counts"],
    ["a test that does not exist", output([`other ${NOTE}`], 1), "root does not run it either: other"],
    ["output of something else", "npm error", "no test has passed"],
  ])("is wrong with %s", (_, text, said) => {
    expect(mistakesOf(text, asRoot)).toContainEqual(expect.stringContaining(said));
  });
});
