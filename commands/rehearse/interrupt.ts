import { setTimeout as wait } from "node:timers/promises";
import { terminalWidth, wrapped } from "../terminal";

/** The command was asked to end. */
export class Interrupted extends Error {}

/** How long what runs may take to end by itself, in milliseconds. The engine ends its plugins within 5 s. */
const PATIENCE_MS = 10_000;

/** Signals within this time are one, in milliseconds: of Ctrl-C the terminal tells the command, and npm tells it again. */
const ONE_SIGNAL_MS = 1_000;

/** A signal that waits is heard within this time, in milliseconds, once the process computes nothing. */
const HEARD_MS = 10;

/** What becomes of a command that is asked to end. */
export interface Interruption {
  /** Aborted when the process is asked to end: by Ctrl-C, by `kill`, by a terminal that closes. */
  readonly signal: AbortSignal;
  /** Begins another part of the command, unless it was asked to end. From now on the sentence is true of an end. */
  begin(sentence: string): Promise<void>;
}

/**
 * Listens for what ends a process. What does not end by itself within 10 s, or is asked a second time, is ended with the
 * same sentence.
 */
export function interruption(sentence: string): Interruption {
  const controller = new AbortController();
  let said = sentence;
  let asked = 0;
  const leave = () => {
    console.error(`\n${wrapped(said, terminalWidth())}`);
    process.exit(130);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      if (controller.signal.aborted) return performance.now() - asked < ONE_SIGNAL_MS ? undefined : leave();
      asked = performance.now();
      controller.abort(new Interrupted(said));
      setTimeout(leave, PATIENCE_MS).unref();
    });
  const begin = async (next: string): Promise<void> => {
    // What has come while the process computed is heard only now.
    await wait(HEARD_MS);
    controller.signal.throwIfAborted();
    said = next;
  };
  return { signal: controller.signal, begin };
}
