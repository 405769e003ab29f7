import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What is kept by default; `include` and `exclude` refine it. */
export type Preset = "everything" | "noNoise" | "changesOnly";

/** An operation that a preset drops. */
const droppedOperation = z.object({
  name: z.string(),
  /** Why losing it hides no change. */
  reason: z.string().min(20),
  /** Where that is said or seen. */
  source: z.string().min(10),
});

const presets = z.object({
  noNoise: z.array(droppedOperation),
  /** Beyond those of `noNoise`. */
  changesOnly: z.array(droppedOperation),
});

const { noNoise, changesOnly } = presets.parse(JSON.parse(readFileSync(join(__dirname, "presets.json"), "utf8")));

/** What presets drop, each with the reason why losing it hides no change, and its source. */
export const dropReasons = [...noNoise, ...changesOnly];

const namesOf = (of: readonly { readonly name: string }[]): string[] => of.map(({ name }) => name).sort();

/** Operations that a preset drops. */
export const dropped: Readonly<Record<Preset, readonly string[]>> = {
  everything: [],
  noNoise: namesOf(noNoise),
  changesOnly: namesOf([...noNoise, ...changesOnly]),
};
