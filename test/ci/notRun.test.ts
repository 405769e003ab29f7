import { describe, expect, it } from "vitest";
import { errorsOf } from "../../.ci/notRun.mjs";

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

describe("the output of npm test, run by a user who is not root,", () => {
  it("is accepted if it names each skipped test, with the reason and the command that runs it", () => {
    expect(errorsOf(output(good, 2), asRoot)).toEqual([]);
  });

  it.each<[wrong: string, output: string, error: string]>([
    ["no list", output([], 2), "nothing is listed below 'Not run here:'"],
    ["no skipped test, as if root had run it", output([], 0), "nothing is listed below 'Not run here:'"],
    ["a skipped test that is not named", output(good, 3), "3 tests are skipped, but 2 are listed"],
    ["a test without a reason", output(["counts"], 1), "the list gives no reason why it is not run:  counts"],
    ["a test that does not exist", output([`other ${NOTE}`], 1), "this test does not run as root either: other"],
    ["the output of another command", "npm error", "no test has passed"],
  ])("is refused if it has %s", (_, text, error) => {
    expect(errorsOf(text, asRoot)).toContainEqual(expect.stringContaining(error));
  });
});
