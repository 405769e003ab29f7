/** The command was asked to end. */
export class Interrupted extends Error {}

/** How long what runs may take to end by itself, in milliseconds. The engine ends its plugins within 5 s. */
const PATIENCE_MS = 10_000;

/**
 * A signal that is aborted when the process is asked to end: by Ctrl-C, by `kill`, by a terminal that closes. What does
 * not end by itself within 10 s, or is asked a second time, is ended with the same sentence.
 */
export function interruptSignal(sentence: string): AbortSignal {
  const controller = new AbortController();
  const leave = () => {
    console.error(`\n${sentence}`);
    process.exit(130);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      if (controller.signal.aborted) return leave();
      controller.abort(new Interrupted(sentence));
      setTimeout(leave, PATIENCE_MS).unref();
    });
  return controller.signal;
}
