/** Exit code after the process that reads the output has exited: 128 plus SIGPIPE's number, as a shell reports it. */
export const BROKEN_PIPE = 141;

/**
 * Calls `onBroken` when the process that reads standard output or standard error has exited, for example in
 * `npm start | head -3`. Without an error listener, Node would end this process with a stack trace, because Node
 * ignores SIGPIPE.
 */
export function onBrokenPipe(onBroken: () => void): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      onBroken();
    });
}
