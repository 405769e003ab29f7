import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSyslogLine } from "../agent/syslogLine";
import { type Message, toMessage } from "./messages";

/** A sample of a Qumulo audit log. */
export interface Sample {
  /** Example: `C001`. */
  readonly id: string;
  /**
   * `line`: the text is a whole syslog line. `body`: the text is only the message. Any other form: a receiver has
   * reformatted the line.
   */
  readonly form: string;
  readonly text: string;
}

/** Reads samples.txt. A line that begins with `#: ` describes the sample on the next line. */
export function readSamples(): Sample[] {
  const lines = readFileSync(join(__dirname, "samples.txt"), "utf8").split("\n");
  return lines.flatMap((line, index) => {
    const [, id, form] = /^#: (\w+) .*?form=(\S+)/.exec(line) ?? [];
    const text = lines[index + 1];
    return id && form && text !== undefined ? [{ id, form, text }] : [];
  });
}

/** How many nodes of each cluster send the built-in events. */
const NODES = 3;

/**
 * Returns the messages that a rehearsal sends if the user gives no events file. First come the samples that are whole
 * lines, unchanged. Then every node of the stack's clusters sends each event in the samples once.
 */
export function builtInMessages(clusterNames: readonly string[], now: Date): Message[] {
  const samples = readSamples();
  const published = samples
    .filter(({ form }) => form === "line")
    .map(({ text }) => toMessage(Buffer.from(text), "", now));
  const bodies = samples.flatMap(({ form, text }) => {
    if (form === "body") return [text];
    const parsed = form === "line" ? parseSyslogLine(text) : undefined;
    return parsed?.appName === "qumulo" ? [parsed.message] : [];
  });
  const nodes = clusterNames.flatMap((name) => Array.from({ length: NODES }, (_, index) => `${name}-${index + 1}`));
  return [...published, ...nodes.flatMap((node) => bodies.map((body) => toMessage(Buffer.from(body), node, now)))];
}
