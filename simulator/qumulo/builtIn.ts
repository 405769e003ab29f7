import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSyslogLine } from "../agent/syslogLine";
import { type Message, toMessage } from "./messages";

/** A published line of Qumulo's, with where it comes from. */
export interface Sample {
  /** Example: `C001`. */
  readonly id: string;
  /** `wire` is a whole line, `body` its message alone; the others are what some receiver made of a line. */
  readonly form: string;
  readonly text: string;
}

/** The samples of samples.txt: a line that begins with `#: ` says what the next one is. */
export function readSamples(): Sample[] {
  const lines = readFileSync(join(__dirname, "samples.txt"), "utf8").split("\n");
  return lines.flatMap((line, index) => {
    const [, id, form] = /^#: (\w+) .*?form=(\S+)/.exec(line) ?? [];
    const text = lines[index + 1];
    return id && form && text !== undefined ? [{ id, form, text }] : [];
  });
}

/** Nodes of each cluster that send in a rehearsal. */
const NODES = 3;

/**
 * What a rehearsal sends by itself: every published line as it is, and the events of these lines once more from every
 * node of the stack's own clusters.
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
