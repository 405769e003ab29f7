import { z } from "zod";

/** The output of load.py and crowd.py. */
export const loadResult = z.object({
  acknowledged: z.array(z.tuple([z.number(), z.number()])),
  stall: z.number(),
  stallEnd: z.number(),
  refused: z.number(),
  seconds: z.number(),
});
export type LoadResult = z.output<typeof loadResult>;

/** The last line of sink.py's output. */
export const sinkResult = z.object({
  ranges: z.array(z.tuple([z.number(), z.number()])),
  taken: z.number(),
  duplicates: z.number(),
  disorder: z.number(),
  sessions: z.number(),
});
export type SinkResult = z.output<typeof sinkResult>;
