import { setTimeout as wait } from "node:timers/promises";
import { BROKEN_PIPE, onBrokenPipe } from "../brokenPipe";
import { terminalWidth, wrapped } from "../terminal";

/** The reason why a command ends early. The message is empty if the process that reads the output has exited. */
export class Interrupted extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

/** Exit code after Ctrl-C: 128 plus the number of SIGINT. */
const INTERRUPTED = 130;

/** How long an interrupted command may take to end, in milliseconds. The engine ends its plugins within 5 s. */
const PATIENCE_MS = 10_000;

/**
 * Signals that arrive within this time, in milliseconds, count as one. After Ctrl-C, the command gets one signal from
 * the terminal and one from npm.
 */
const ONE_SIGNAL_MS = 1_000;

/** Milliseconds to wait after a long computation, so that Node delivers signals that arrived during the computation. */
const DELIVERED_MS = 10;

/** Tells a command that it must end early. */
export interface Interruption {
  /** Aborts on Ctrl-C, on `kill`, when the terminal closes, and when the process that reads the output has exited. */
  readonly signal: AbortSignal;
  /**
   * Begins a phase of the command. If the phase is interrupted, `sentence` is printed: it states what has been done so
   * far. Rejects if `signal` has aborted.
   */
  begin(sentence: string): Promise<void>;
}

/**
 * Listens for signals that end a process, and for the exit of the process that reads the output. If the command has
 * then not ended after 10 s, or gets a second signal, prints the current phase's sentence and exits.
 */
export function interruption(sentence: string): Interruption {
  const controller = new AbortController();
  let current = sentence;
  let signalled = 0;
  const exit = ({ message, exitCode }: Interrupted) => {
    if (message !== "") console.error(`\n${wrapped(message, terminalWidth())}`);
    process.exit(exitCode);
  };
  const abort = (reason: Interrupted) => {
    controller.abort(reason);
    setTimeout(() => exit(reason), PATIENCE_MS).unref();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      const reason = new Interrupted(current, INTERRUPTED);
      if (controller.signal.aborted) return performance.now() - signalled < ONE_SIGNAL_MS ? undefined : exit(reason);
      signalled = performance.now();
      abort(reason);
    });
  onBrokenPipe(() => {
    if (controller.signal.aborted) return;
    process.exitCode = BROKEN_PIPE;
    abort(new Interrupted("", BROKEN_PIPE));
  });
  const begin = async (next: string): Promise<void> => {
    await wait(DELIVERED_MS);
    controller.signal.throwIfAborted();
    current = next;
  };
  return { signal: controller.signal, begin };
}
