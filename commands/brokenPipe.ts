/** Exit code after the reader of the output has ended: 128 plus the number of SIGPIPE, as a shell reports it. */
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
