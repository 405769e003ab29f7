import { terminalWidth, wrappedSentences } from "../terminal";
import { Interrupted, interruption } from "./interrupt";

// The other modules take a second to load. An interrupt in that second must be handled, too.
const interrupted = interruption("Interrupted: nothing was deployed, nothing was sent, and no results were written.");

import("./start")
  .then(({ start }) => start(process.argv.slice(2), interrupted))
  .catch((error: unknown) => {
    const { signal } = interrupted;
    const reason = signal.aborted ? signal.reason : error;
    const text = wrappedSentences(reason instanceof Error ? reason.message : String(reason), terminalWidth());
    if (text !== "") console.error(reason instanceof Interrupted ? `\n${text}` : text);
    process.exitCode = reason instanceof Interrupted ? reason.exitCode : 1;
  });
