import { afterAll, beforeAll } from "vitest";
import { findPulumi } from "../../simulator/engine/cli";
import type { StackConfig } from "../../simulator/engine/stackConfig";
import { TestStack } from "./testStack";

/** A stack that all tests in a file share. */
export interface DeployedStack {
  readonly stack: TestStack;
  /** Restores the engine and the simulated Azure to their states right after the deployment. */
  readonly restore: () => Promise<void>;
}

/**
 * Deploys a stack before the tests in a file, and deletes its files after them. Does nothing if no Pulumi engine is found.
 */
export function deployedStack(config: StackConfig): DeployedStack {
  const stack = new TestStack(config);
  let restore: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    // By default, the Pulumi SDK captures a stack trace for every output, which takes half of a run's time.
    Error.stackTraceLimit = 0;
    if (findPulumi() === undefined) return;
    await stack.open();
    await stack.up();
    restore = await stack.snapshot();
  });
  afterAll(() => stack.close());
  return { stack, restore: async () => restore?.() };
}
