/** Exit code of a program whose output has lost its reader: 128 and the number of SIGPIPE, as a shell reports it. */
export const BROKEN_PIPE = 141;

/**
 * Calls `onBroken` when the reader of standard output or standard error has ended, for example in `npm start | head -3`.
 * Without a listener, Node ends the process with a stack trace, because it ignores SIGPIPE.
 */
export function onBrokenPipe(onBroken: () => void): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      onBroken();
    });
}
