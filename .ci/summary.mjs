// Prints the results of the steps in .ci/run: the time of each step, all failed and skipped tests, and a last line
// `N passed, N failed, N skipped`.

// Usage: node summary.mjs FOLDER
// The file FOLDER/steps has a line for each step; FOLDER/NAME.json is vitest's report about a step.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {number} status  exit code
 * @property {number} seconds
 * @property {string} report  name of vitest's report, or empty for a step without tests
 */

/**
 * The part of vitest's JSON report that this script reads.
 * @typedef {object} Report
 * @property {{ name: string, message?: string, assertionResults: { fullName: string, status: string, failureMessages?: string[] }[] }[]} testResults
 */

/** The time that all steps together may take, in seconds. */
export const MOST_SECONDS = 3600;

/** @param {number} seconds */
const inMinutes = (seconds) => `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

/**
 * Returns the lines to print, and whether everything passed, which is false if a test was skipped. A step without tests
 * counts as one test.
 * @param {readonly Step[]} steps
 * @param {(name: string) => Report | undefined} reportOf  undefined if the step has written none
 * @returns {{ lines: string[], passed: boolean }}
 */
export function summarize(steps, reportOf) {
  const lines = steps.map(({ name, seconds }) => `${name}: ${inMinutes(seconds)}`);
  const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  lines.push(`total: ${inMinutes(total)}`);
  const count = { passed: 0, failed: 0, skipped: 0 };
  const fail = (/** @type {string} */ text) => {
    count.failed++;
    lines.push(`FAILED ${text}`);
  };
  for (const { name, status, report: file } of steps) {
    const report = file === "" ? undefined : reportOf(file);
    const failedBefore = count.failed;
    for (const { name: path, message, assertionResults } of report?.testResults ?? []) {
      for (const test of assertionResults) {
        if (test.status === "passed") count.passed++;
        else if (test.status === "failed")
          fail(`${path}: ${test.fullName}\n${(test.failureMessages ?? []).join("\n")}`);
        else {
          count.skipped++;
          lines.push(`SKIPPED ${path}: ${test.fullName}`);
        }
      }
      if (message && assertionResults.every((test) => test.status !== "failed")) fail(`${path}\n${message}`);
    }
    if (file !== "" && report === undefined) fail(`${name}: it ended with exit code ${status}, and ran no test`);
    else if (status !== 0 && count.failed === failedBefore)
      fail(`${name}: it ended with exit code ${status}, see above`);
    else if (file === "" && status === 0) count.passed++;
  }
  if (steps.length === 0) fail("no step ran");
  if (!(total <= MOST_SECONDS)) fail(`the steps took ${inMinutes(total)}; ${inMinutes(MOST_SECONDS)} are allowed`);
  lines.push(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return { lines, passed: count.failed === 0 && count.skipped === 0 };
}

/**
 * @param {string} text  content of the file `steps`: exit code, seconds, report and name, separated by tabs
 * @returns {Step[]}
 */
export const readSteps = (text) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [status, seconds, report = "", name = ""] = line.split("\t");
      return { name, status: Number(status), seconds: Number(seconds), report };
    });

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? "";
  const read = (/** @type {string} */ name) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : undefined;
  const { lines, passed } = summarize(readSteps(read("steps") ?? ""), (name) => {
    try {
      return JSON.parse(read(`${name}.json`) ?? "");
    } catch {
      // The step has written no report, or an incomplete one.
      return undefined;
    }
  });
  console.log(lines.join("\n"));
  process.exitCode = passed ? 0 : 1;
}
