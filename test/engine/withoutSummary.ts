import type { Stack } from "@pulumi/pulumi/automation";

/** Returns the same stack with a faster `up`, which skips three calls of the Pulumi CLI that read outputs and history. */
export const withoutSummary = (stack: Stack): Stack =>
  Object.assign<Stack, Pick<Stack, "outputs" | "info">>(Object.create(stack), {
    outputs: () => Promise.resolve({}),
    info: () => Promise.resolve(undefined),
  });
