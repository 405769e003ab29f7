import { z } from "zod";

/** The JSON that load.py and crowd.py print. */
export const loadResult = z.object({
  acknowledged: z.array(z.tuple([z.number(), z.number()])),
  stall: z.number(),
  stallEnd: z.number(),
  refused: z.number(),
  seconds: z.number(),
});
export type LoadResult = z.output<typeof loadResult>;

/** The JSON in the last line that sink.py prints. */
export const sinkResult = z.object({
  ranges: z.array(z.tuple([z.number(), z.number()])),
  taken: z.number(),
  duplicates: z.number(),
  disorder: z.number(),
  sessions: z.number(),
});
export type SinkResult = z.output<typeof sinkResult>;
