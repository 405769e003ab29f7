import { z } from "zod";

const coreCommands = z.object({ send: z.array(z.string()), stop: z.array(z.string()) });
const stackOutputs = z.object({
  arcOnboardingScript: z.string().optional(),
  syslogEndpoint: z.object({ address: z.string(), port: z.number(), protocol: z.string(), url: z.string() }),
  qumuloCommands: z.record(
    z.string(),
    z.object({ beforeYouPaste: z.string(), core6_0To7_8: coreCommands, coreFrom7_9: coreCommands }),
  ),
});

/** The stack outputs that a rehearsal uses. docs/deploy.md describes them. */
export type StackOutputs = z.output<typeof stackOutputs>;

/** Checks and returns a stack's outputs. Throws if an output is missing or has the wrong type. */
export const readStackOutputs = (outputs: unknown): StackOutputs => stackOutputs.parse(outputs);
