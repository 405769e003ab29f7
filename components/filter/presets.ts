import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** A list of operations to drop, which `include` and `exclude` refine. `everything` drops no operations. */
export type Preset = "everything" | "noNoise" | "changesOnly";

/** An operation that a preset drops. */
const droppedOperation = z.object({
  name: z.string(),
  /** Why dropping this operation hides no change. */
  reason: z.string().min(20),
  /** Where the reason is documented or was observed. */
  source: z.string().min(10),
});

const presets = z.object({
  noNoise: z.array(droppedOperation),
  /** Operations that are dropped in addition to those in `noNoise`. */
  changesOnly: z.array(droppedOperation),
});

const { noNoise, changesOnly } = presets.parse(JSON.parse(readFileSync(join(__dirname, "presets.json"), "utf8")));

/** The operations that presets drop, each with the reason why dropping it hides no change, and the source of the reason. */
export const dropReasons = [...noNoise, ...changesOnly];

const namesOf = (of: readonly { readonly name: string }[]): string[] => of.map(({ name }) => name).sort();

/** Names of the operations that each preset drops. */
export const dropped: Readonly<Record<Preset, readonly string[]>> = {
  everything: [],
  noNoise: namesOf(noNoise),
  changesOnly: namesOf([...noNoise, ...changesOnly]),
};
