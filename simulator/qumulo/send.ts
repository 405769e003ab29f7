import { once } from "node:events";
import { connect } from "node:net";
import type { Message } from "./messages";

const LINE_END = Buffer.from("\n");

export interface Sending {
  /** The port on which rsyslogd listens. */
  readonly port: number;
  readonly messages: readonly Message[];
  /** Returns the address from which a node connects. */
  readonly addressOf: (host: string) => string;
  /** Called after each line that was sent. */
  readonly sent: () => void;
}

/** Sends messages over TCP as a cluster does: each node connects from its own address, and sends its lines in order. */
export async function send({ port, messages, addressOf, sent }: Sending): Promise<void> {
  const nodes = new Map<string, Buffer[]>();
  for (const { host, line } of messages) {
    const lines = nodes.get(host) ?? [];
    lines.push(line);
    nodes.set(host, lines);
  }
  await Promise.all([...nodes].map(([host, lines]) => sendFromNode(port, addressOf(host), lines, sent)));
}

async function sendFromNode(
  port: number,
  localAddress: string,
  lines: readonly Buffer[],
  sent: () => void,
): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  await once(socket, "connect");
  for (const line of lines) {
    if (!socket.write(Buffer.concat([line, LINE_END]))) await once(socket, "drain");
    sent();
  }
  socket.end();
  await once(socket, "close");
}
