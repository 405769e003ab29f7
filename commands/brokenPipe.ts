/**
 * This command's exit code if the process that reads its output has exited. A shell reports the same code, 128 plus
 * SIGPIPE's number, for a program that SIGPIPE has ended.
 */
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
