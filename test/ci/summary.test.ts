import { describe, expect, it } from "vitest";
import { MOST_SECONDS, readSteps, summarize } from "../../.ci/summary.mjs";

const passed = { fullName: "counts", status: "passed" };
const failed = { fullName: "loses nothing", status: "failed", failureMessages: ["expected 0, got 236"] };
const skipped = { fullName: "needs root", status: "skipped" };
const reportOf = (...assertionResults: (typeof passed | typeof failed)[]) => ({
  testResults: [{ name: "a.test.ts", assertionResults }],
});
const test = (status: number) => ({ name: "npm test", status, seconds: 61, report: "test" });
const start = (status: number) => ({ name: "npm start", status, seconds: 2, report: "" });

describe("the summary of .ci/run", () => {
  it("counts tests, and counts a step without tests as one test", () => {
    const { lines, passed: isGreen } = summarize([start(0), test(0)], () => reportOf(passed, passed));
    expect(isGreen).toBe(true);
    expect(lines).toEqual([
      ...["npm start: 0 min 2 s", "npm test: 1 min 1 s", "total: 1 min 3 s"],
      "3 passed, 0 failed, 0 skipped",
    ]);
  });

  it("gives the names and messages of all failures before its last line", () => {
    const { lines, passed: isGreen } = summarize([start(1), test(1)], () => reportOf(passed, failed));
    expect(isGreen).toBe(false);
    expect(lines.slice(-3)).toEqual([
      "FAILED npm start: it ended with exit code 1, see above",
      "FAILED a.test.ts: loses nothing\nexpected 0, got 236",
      "1 passed, 2 failed, 0 skipped",
    ]);
  });

  it("counts a step without a report as failed, even if its exit code is 0", () => {
    for (const status of [0, 127]) {
      const { lines, passed: isGreen } = summarize([test(status)], () => undefined);
      expect([isGreen, lines.at(-1)]).toEqual([false, "0 passed, 1 failed, 0 skipped"]);
      expect(lines).toContain(`FAILED npm test: it ended with exit code ${status}, and ran no test`);
    }
    expect(summarize([], () => undefined)).toMatchObject({ passed: false });
  });

  it("counts a failed step as failed, even if all its tests pass", () => {
    const { lines, passed: isGreen } = summarize([test(1)], () => reportOf(passed));
    expect([isGreen, lines.at(-2)]).toEqual([false, "FAILED npm test: it ended with exit code 1, see above"]);
  });

  it("counts a run of more than an hour as failed, even if every test passes", () => {
    const long = (seconds: number) => summarize([{ ...test(0), seconds }, start(0)], () => reportOf(passed));
    expect(MOST_SECONDS).toBe(3600);
    expect(long(3598)).toMatchObject({ passed: true });
    const { lines, passed: isGreen } = long(3599);
    expect([isGreen, lines.slice(-2)]).toEqual([
      false,
      ["FAILED the steps took 60 min 1 s; 60 min 0 s are allowed", "2 passed, 1 failed, 0 skipped"],
    ]);
    // If the time of a step is missing, the run may have taken more than an hour.
    expect(long(Number.NaN)).toMatchObject({ passed: false });
  });

  it("counts a test file that does not load as failed", () => {
    const broken = { testResults: [{ name: "b.test.ts", message: "no such module", assertionResults: [] }] };
    expect(summarize([test(1)], () => broken).lines.slice(-2)).toEqual([
      "FAILED b.test.ts\nno such module",
      "0 passed, 1 failed, 0 skipped",
    ]);
  });

  it("names a skipped test, and does not let the run pass", () => {
    const { lines, passed: isGreen } = summarize([test(0)], () => reportOf(passed, skipped));
    expect([isGreen, lines.slice(-2)]).toEqual([
      false,
      ["SKIPPED a.test.ts: needs root", "1 passed, 0 failed, 1 skipped"],
    ]);
  });
});

it("a step is read from a line with its exit code, seconds, report and name, separated by tabs", () => {
  expect(readSteps("0\t2\t\tnpm start\n1\t61\ttest\tnpm test\n")).toEqual([start(0), test(1)]);
});
