import { terminalWidth, wrappedSentences } from "../terminal";
import { Interrupted, interruption } from "./interrupt";

// The rest takes a second to load, and a person may change his mind before it is there.
const interrupted = interruption("Interrupted: nothing was deployed, nothing was sent, and no results were written.");

import("./start")
  .then(({ start }) => start(process.argv.slice(2), interrupted))
  .catch((error: unknown) => {
    const { signal } = interrupted;
    const reason = signal.aborted ? signal.reason : error;
    const text = wrappedSentences(reason instanceof Error ? reason.message : String(reason), terminalWidth());
    console.error(reason instanceof Interrupted ? `\n${text}` : text);
    process.exitCode = reason instanceof Interrupted ? 130 : 1;
  });
