import type { Reporter, TestModule } from "vitest/node";
import { NOT_RUN } from "./needs";

/**
 * Prints the names of the tests that did not run because this machine does not meet a requirement. Each name contains the command
 * that provides what is missing.
 */
export default class NotRun implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = modules
      .flatMap((module) => [...module.children.allTests("skipped")])
      .map(({ fullName }) => fullName)
      .filter((name) => name.includes(NOT_RUN));
    if (names.length > 0) console.log(["Not run here:", ...names].join("\n  "));
  }
}
