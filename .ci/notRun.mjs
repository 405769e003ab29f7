// What `npm test` says on a machine that lacks something, outside CI: nothing fails, and each test that does not run is named
// with the command that makes it run.
//   node notRun.mjs OUTPUT ROOT      OUTPUT is what it printed as another user; ROOT is vitest's report of the same tests as root
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Title of the list. */
const TITLE = "Not run here:";
/** What set-up cannot provide, and only root has. */
const NOTE = " (not run, because it needs root: sudo npm test)";

/**
 * What is wrong with the output; empty: nothing.
 * @param {string} output
 * @param {ReadonlySet<string>} names  of the tests that run as root
 * @returns {string[]}
 */
export function mistakesOf(output, names) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
  const lines = output.replace(/\u001b\[[\d;]*m/g, "").split("\n");
  const [, passed = "0"] = lines.map((line) => /^ +Tests .*?(\d+) passed/.exec(line)).find((found) => found) ?? [];
  const [, skipped = "0"] = lines.map((line) => /^ +Tests .*?(\d+) skipped/.exec(line)).find((found) => found) ?? [];
  const from = lines.indexOf(TITLE);
  const listed = from < 0 ? [] : lines.slice(from + 1).filter((line) => line.startsWith("  "));
  const mistakes = [];
  if (Number(passed) === 0) mistakes.push("no test has passed");
  if (listed.length === 0) mistakes.push(`nothing stands below '${TITLE}'`);
  if (listed.length !== Number(skipped))
    mistakes.push(`${skipped} tests are skipped, and ${listed.length} are named below '${TITLE}'`);
  for (const line of listed) {
    if (!line.includes(NOTE)) mistakes.push(`it does not say why it is not run:${line}`);
    const name = line.trim().replace(NOTE, "").replaceAll(" > ", " ");
    if (!names.has(name)) mistakes.push(`root does not run it either: ${name}`);
  }
  return mistakes;
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const [, , output = "", root = ""] = process.argv;
  /** @type {import("./summary.mjs").Report} */
  const report = JSON.parse(readFileSync(root, "utf8"));
  const names = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed")
    .map(({ fullName }) => fullName);
  const mistakes = mistakesOf(readFileSync(output, "utf8"), new Set(names));
  for (const mistake of mistakes) console.error(mistake);
  process.exitCode = mistakes.length === 0 ? 0 : 1;
}
