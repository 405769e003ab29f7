import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Outcome } from "./attack";
import { Node } from "./bytes";
import type { Forwarder } from "./forwarder";

/**
 * Carries out an attack. If some of the attacker's own events must arrive, returns their paths. The test also sends an event
 * from another node, which must always arrive.
 */
type Act = (forwarder: Forwarder, attacker: Node, open: (socket: Socket) => void) => Promise<readonly string[]>;
const attacks: (readonly [attack: string, act: Act])[] = [];
const add = (attack: string, act: Act): void => void attacks.push([attack, act]);

async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await once(socket, "close");
}
async function sent(socket: Socket, data: string | Buffer): Promise<void> {
  if (!socket.write(data)) await Promise.race([once(socket, "drain"), once(socket, "close")]);
}
const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Returns an attack that opens sessions from one address, writes some bytes to each, and leaves them open. */
const staying =
  (count: number, first: (node: Node) => string | Buffer): Act =>
  async (forwarder, attacker, open) => {
    for (const _ of times(count)) {
      const socket = await forwarder.session(attacker.name);
      open(socket);
      await sent(socket, first(attacker));
    }
    return [];
  };
add(
  "100 sessions that send nothing",
  staying(100, () => ""),
);
add(
  "100 sessions with half a line",
  staying(100, (node) => node.line().slice(0, 50)),
);
add(
  "100 sessions with half a header",
  staying(100, () => "<1"),
);
add(
  "100 sessions with a frame length and nothing after it",
  staying(100, () => "400000 "),
);
add(
  "50 sessions with a TLS handshake",
  staying(50, () => Buffer.from("16030100c8010000c40303", "hex")),
);
add(
  "10 sessions with 2 MB and no line end",
  staying(10, () => Buffer.alloc(2_000_000, 0x41)),
);
add(
  "10 sessions with 2 MB of zeros",
  staying(10, () => Buffer.alloc(2_000_000)),
);
add(
  "250 sessions from one address that send nothing",
  staying(250, () => ""),
);

/** Returns an attack that opens sessions, ten at a time, and ends each immediately. */
const passing =
  (count: number, end: (socket: Socket) => void): Act =>
  async (forwarder, attacker) => {
    for (const _ of times(count / 10))
      await Promise.all(
        times(10).map(async () => {
          const socket = await forwarder.session(attacker.name);
          end(socket);
          await closed(socket);
        }),
      );
    return [];
  };
add(
  "500 sessions that end immediately",
  passing(500, (socket) => socket.end()),
);
add(
  "500 sessions that are reset immediately",
  passing(500, (socket) => socket.resetAndDestroy()),
);
add(
  "300 sessions with half a line that are reset",
  passing(300, (socket) => void socket.write("<14>1 2026", () => socket.resetAndDestroy())),
);
add(
  "300 sessions that close only their own half",
  passing(300, (socket) => socket.end("<14>1 x")),
);

/** Returns an attack that sends a flood of lines in one session. `arrive` returns the paths of events that must arrive. */
const flood =
  (
    count: number,
    line: (node: Node, index: number) => string,
    arrive: (node: Node) => readonly string[] = () => [],
  ): Act =>
  async (forwarder, attacker, open) => {
    const socket = await forwarder.session(attacker.name);
    open(socket);
    for (let at = 0; at < count; at += 500)
      await sent(
        socket,
        times(500)
          .map((index) => `${line(attacker, at + index)}\n`)
          .join(""),
      );
    return arrive(attacker);
  };
add(
  "20,000 lines with another program's app-name",
  flood(20_000, (node) => node.line(node.body(), { app: "kernel" })),
);
add(
  "20,000 lines without a header",
  flood(20_000, () => "x"),
);
add(
  "20,000 lines that name another cluster",
  flood(20_000, (node) => node.line(node.body(), { host: "other-1" })),
);
add(
  "20,000 events from a node other than the well-behaved one",
  flood(
    20_000,
    (node, index) => node.line(node.body(`x${index}`)),
    (node) => [node.path("x0"), node.path("x19999")],
  ),
);
add(
  "500 lines of 100 KB",
  flood(500, (node, index) =>
    node.line(node.body("a".repeat(100_000)), { app: index % 2 === 0 ? "kernel" : "qumulo-x" }),
  ),
);

add("parts of lines, alternating between sessions", async (forwarder, attacker) => {
  const sockets = await Promise.all(times(4).map(() => forwarder.session(attacker.name)));
  const lines = sockets.map((_, index) => `${attacker.line(attacker.body(`half${index}`))}\n`);
  for (let at = 0; at < 200; at += 7) {
    for (const [index, socket] of sockets.entries()) socket.write(lines[index]?.slice(at, at + 7) ?? "");
    await wait(1);
  }
  for (const socket of sockets) socket.end();
  return times(4).map((index) => attacker.path(`half${index}`));
});
add("a pause of two seconds within a line", async (forwarder, attacker, open) => {
  const socket = await forwarder.session(attacker.name);
  open(socket);
  const line = `${attacker.line(attacker.body("paused"))}\n`;
  socket.write(line.slice(0, 60));
  await wait(2_000);
  socket.write(line.slice(60));
  return [attacker.path("paused")];
});
add("a second session of a node whose first is silent", async (forwarder, attacker, open) => {
  const [first, second] = [await forwarder.session(attacker.name), await forwarder.session(attacker.name)];
  open(first);
  open(second);
  second.write(`${attacker.line(attacker.body("second"))}\n`);
  await wait(50);
  first.write(`${attacker.line(attacker.body("first"))}\n`);
  return [attacker.path("first"), attacker.path("second")];
});
add("40 sessions that end without a line end", async (forwarder, attacker) => {
  for (const index of times(40)) {
    const socket = await forwarder.session(attacker.name);
    socket.end(attacker.line(attacker.body(`cut${index}`)));
    await closed(socket);
  }
  return times(40).map((index) => attacker.path(`cut${index}"`));
});
add("500 sessions with one event each", async (forwarder, attacker) => {
  for (const tens of times(50))
    await Promise.all(
      times(10).map(async (unit) => {
        const socket = await forwarder.session(attacker.name);
        socket.end(`${attacker.line(attacker.body(`one${tens * 10 + unit}`))}\n`);
        await closed(socket);
      }),
    );
  return times(500).map((index) => attacker.path(`one${index}"`));
});
// These events may take seconds to arrive: the kernel queues only a few unaccepted sessions, and TCP retries the others later.
add("150 sessions opened at the same time, with one event each", async (forwarder, attacker) => {
  await Promise.all(
    times(150).map(async (index) => {
      const socket = await forwarder.session(attacker.name);
      socket.end(`${attacker.line(attacker.body(`storm${index}`))}\n`);
    }),
  );
  return times(150).map((index) => attacker.path(`storm${index}"`));
});

/** The longest time, in ms, that another node's event may take to arrive after an attack. */
const PATIENCE_MS = 20_000;
/**
 * How long to wait for a further event of the attacker, in ms. If the queue of unaccepted sessions is full, the kernel
 * repeats the SYN-ACK after 1, 3, 7, 15, 31 and 63 s (tcp_synack_retries is 5), so up to 32 s pass between two
 * attempts.
 */
const RETRY_MS = 35_000;

/**
 * Carries out every attack through TCP sessions on one forwarder, one at a time. While sessions that the attack leaves
 * open still exist, a well-behaved node sends an event, which must arrive.
 */
export async function trySessions(forwarder: Forwarder): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, [attack, act]] of attacks.entries()) {
    const [attacker, other] = [new Node(1_000 + index), new Node(2_000 + index)];
    const sockets: Socket[] = [];
    const must = await act(forwarder, attacker, (socket) => sockets.push(socket));
    const begun = performance.now();
    const own = await forwarder.session(other.name);
    own.write(`${other.line(other.body("own"))}\n`);
    const ownMissing = await forwarder.arrived([other.path("own")], PATIENCE_MS);
    const took = performance.now() - begun;
    const missing = [...ownMissing, ...(await forwarder.arrived(must, RETRY_MS))];
    const copies = forwarder.rows.filter(({ SyslogMessage }) =>
      String(SyslogMessage).includes(other.path("own")),
    ).length;
    const broken =
      missing.length > 0
        ? `${missing.length} of ${must.length + 1} events are missing`
        : copies > 1
          ? `the event is in ${copies} rows`
          : took > PATIENCE_MS
            ? `the events took ${Math.round(took / 1000)} s`
            : undefined;
    outcomes.push({ kind: "sessions", attack, broken });
    for (const socket of [...sockets, own]) socket.destroy();
    await wait(50);
  }
  return outcomes;
}
