// Checks what `npm test` prints if a user who is not root runs it outside CI: the output must name each test that does not
// run, with the command that runs it.

// Usage: node notRun.mjs OUTPUT ROOT
// OUTPUT is the file with the output. ROOT is vitest's report of a run as root that includes the same tests.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The heading of the list of tests that did not run. */
const TITLE = "Not run here:";
/** The reason that the list gives for each test. Set-up cannot provide root's rights. */
const NOTE = " (not run, because it needs root: sudo npm test)";

/**
 * Returns what is wrong with the output.
 * @param {string} output
 * @param {ReadonlySet<string>} names  names of the tests that passed as root
 * @returns {string[]}
 */
export function errorsOf(output, names) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with a control character.
  const lines = output.replace(/\u001b\[[\d;]*m/g, "").split("\n");
  const [, passed = "0"] = lines.map((line) => /^ +Tests .*?(\d+) passed/.exec(line)).find((found) => found) ?? [];
  const [, skipped = "0"] = lines.map((line) => /^ +Tests .*?(\d+) skipped/.exec(line)).find((found) => found) ?? [];
  const from = lines.indexOf(TITLE);
  const listed = from < 0 ? [] : lines.slice(from + 1).filter((line) => line.startsWith("  "));
  const errors = [];
  if (Number(passed) === 0) errors.push("no test has passed");
  if (listed.length === 0) errors.push(`nothing is listed below '${TITLE}'`);
  if (listed.length !== Number(skipped))
    errors.push(`${skipped} tests are skipped, but ${listed.length} are listed below '${TITLE}'`);
  for (const line of listed) {
    if (!line.includes(NOTE)) errors.push(`the list gives no reason why it is not run:${line}`);
    const name = line.trim().replace(NOTE, "").replaceAll(" > ", " ");
    if (!names.has(name)) errors.push(`this test does not run as root either: ${name}`);
  }
  return errors;
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const [, , output = "", root = ""] = process.argv;
  /** @type {import("./summary.mjs").Report} */
  const report = JSON.parse(readFileSync(root, "utf8"));
  const names = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed")
    .map(({ fullName }) => fullName);
  const errors = errorsOf(readFileSync(output, "utf8"), new Set(names));
  for (const error of errors) console.error(error);
  process.exitCode = errors.length === 0 ? 0 : 1;
}
