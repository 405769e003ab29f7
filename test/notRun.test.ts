import { afterEach, describe, expect, it, vi } from "vitest";
import type { TestModule } from "vitest/node";
import { NOT_RUN } from "./needs";
import NotRun from "./notRun";

const test = (fullName: string, state: string) => ({ fullName, state });
const moduleOf = (tests: readonly ReturnType<typeof test>[]): TestModule => {
  const module: unknown = {
    children: { allTests: (state: string) => tests.filter((one) => one.state === state) },
  };
  return isModule(module) ? module : expect.unreachable();
};
const isModule = (value: unknown): value is TestModule => typeof value === "object" && value !== null;

describe("the list of tests that did not run", () => {
  const printed: unknown[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((text) => void printed.push(text));
  afterEach(() => printed.splice(0));

  it("names every test that this machine cannot run", () => {
    const reason = `(${NOT_RUN} it needs root: sudo npm test)`;
    new NotRun().onTestRunEnd([
      moduleOf([test(`lab ${reason} > holds`, "skipped"), test("counts", "passed"), test("chosen away", "skipped")]),
      moduleOf([test(`preview ${reason}`, "skipped")]),
    ]);
    expect(printed).toEqual([`Not run here:\n  lab ${reason} > holds\n  preview ${reason}`]);
  });

  it("is not printed if everything ran", () => {
    new NotRun().onTestRunEnd([moduleOf([test("counts", "passed")])]);
    expect(printed).toEqual([]);
    log.mockRestore();
  });
});
