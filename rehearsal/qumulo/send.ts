import { once } from "node:events";
import { connect } from "node:net";
import type { Message } from "./messages";

const LINE_END = Buffer.from("\n");

/** Sends messages over TCP as a cluster does: a session for each node, lines in order. Reports each line that has gone. */
export async function send(port: number, messages: readonly Message[], sent: () => void): Promise<void> {
  const nodes = new Map<string, Buffer[]>();
  for (const { host, line } of messages) {
    const lines = nodes.get(host) ?? [];
    lines.push(line);
    nodes.set(host, lines);
  }
  await Promise.all([...nodes.values()].map((lines) => sendFromNode(port, lines, sent)));
}

async function sendFromNode(port: number, lines: readonly Buffer[], sent: () => void): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  for (const line of lines) {
    if (!socket.write(Buffer.concat([line, LINE_END]))) await once(socket, "drain");
    sent();
  }
  socket.end();
  await once(socket, "close");
}
