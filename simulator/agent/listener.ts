import { createServer, type Socket } from "node:net";

/** The simulated agent's TCP listener, to which rsyslog sends. */
export interface Listener {
  /** Closes all connections and stops listening. */
  close(): Promise<void>;
}

/** Listens on a port of 127.0.0.1, and calls `take` for each line that arrives. */
export function listen(port: number, take: (line: string) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      // Bytes are split into lines before they are decoded, because a packet may end inside a character.
      const data = Buffer.concat([rest, Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)]);
      let start = 0;
      for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, start)) {
        take(data.toString("utf8", start, end));
        start = end + 1;
      }
      rest = data.subarray(start);
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve({ close }));
  });
}
