import type { Outcome } from "./outcome";

/** The names of an outcome's figures, in the order of the columns in docs/forwarder.md. */
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

/** Returns the median of a figure over the outcomes that contain the figure. */
export function median(outcomes: readonly Outcome[], figure: Figure): number | undefined {
  const values = outcomes
    .map((outcome) => outcome[figure])
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}
