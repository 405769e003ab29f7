import type { Outcome } from "./outcome";

/** The figures of an outcome, in the order of the bench's table. */
export const FIGURES = [
  "lost",
  "stall",
  "refused",
  "flowsAgain",
  "duplicates",
  "disorder",
  "perSecond",
  "cpuPerMillion",
  "megabytes",
  "waiting",
  "megabytesSpooled",
] as const satisfies (keyof Outcome)[];
export type Figure = (typeof FIGURES)[number];

/** The median of a figure among the outcomes that have it. */
export function median(outcomes: readonly Outcome[], figure: Figure): number | undefined {
  const values = outcomes
    .map((outcome) => outcome[figure])
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}
