import { afterAll, beforeAll } from "vitest";
import { findPulumi } from "../../simulator/engine/cli";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { TestStack } from "./testStack";

/** A stack that the tests of a file share. */
export interface DeployedStack {
  readonly stack: TestStack;
  /** Brings engine and Azure back to the state right after the deployment. */
  readonly restore: () => Promise<void>;
}

/** Deploys a stack before the tests of a file and removes it after them. Without an engine it does nothing. */
export function deployedStack(config: StackConfig): DeployedStack {
  const stack = new TestStack(config);
  let restore: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    // The SDK takes a stack trace for every output, which is half of a run's time.
    Error.stackTraceLimit = 0;
    if (findPulumi() === undefined) return;
    await stack.open();
    await stack.up();
    restore = await stack.snapshot();
  });
  afterAll(() => stack.close());
  return { stack, restore: async () => restore?.() };
}
