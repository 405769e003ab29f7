import type { Stack } from "@pulumi/pulumi/automation";

/** The same stack, whose `up` does not ask the command line three times more, for its outputs and its history. */
export const quickly = (stack: Stack): Stack =>
  Object.assign<Stack, Pick<Stack, "outputs" | "info">>(Object.create(stack), {
    outputs: () => Promise.resolve({}),
    info: () => Promise.resolve(undefined),
  });
