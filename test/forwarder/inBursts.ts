import type { Shipped } from "../../rehearsal/engine/graph";
import type { Message } from "../../rehearsal/qumulo/messages";
import { type Rehearsed, rehearse } from "../../rehearsal/rehearse";

/**
 * Less than goes to disk. Where rsyslogd is short of processor time, a change between memory and disk may lose events
 * (docs/forwarder.md): that is not what tests of their content are about.
 */
const BURST = 1_400;

/** Rehearses messages burst by burst. */
export async function rehearseInBursts(
  graph: Shipped,
  messages: readonly Message[],
): Promise<{ lost: number; duplicated: number; rows: Rehearsed["rows"] }> {
  const all: Rehearsed[] = [];
  for (let at = 0; at < messages.length; at += BURST)
    all.push(await rehearse(graph, messages.slice(at, at + BURST), new AbortController().signal, () => undefined));
  const sum = (field: "lost" | "duplicated") => all.reduce((total, { account }) => total + account[field], 0);
  return { lost: sum("lost"), duplicated: sum("duplicated"), rows: all.flatMap(({ rows }) => rows) };
}
