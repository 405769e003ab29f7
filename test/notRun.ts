import type { Reporter, TestModule } from "vitest/node";
import { NOT_RUN } from "./needs";

/** Prints which tests did not run because this machine lacks something that they require, and what provides it. */
export default class NotRun implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = modules
      .flatMap((module) => [...module.children.allTests("skipped")])
      .map(({ fullName }) => fullName)
      .filter((name) => name.includes(NOT_RUN));
    if (names.length > 0) console.log(["Not run here:", ...names].join("\n  "));
  }
}
