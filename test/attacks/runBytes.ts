import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { addressOf } from "../../simulator/rsyslog/reroot";
import type { Outcome } from "./attack";
import { type BytesAttack, bytesAttacks, Node } from "./bytes";
import type { Forwarder } from "./forwarder";
import { differences, matches, type Row, read } from "./reading";

async function write(socket: Socket, parts: readonly (string | Buffer)[]): Promise<void> {
  socket.setNoDelay(true);
  for (const part of parts) {
    if (socket.destroyed) return;
    if (!socket.write(part)) await Promise.race([once(socket, "drain"), once(socket, "close")]);
    if (parts.length > 1) await wait(1);
  }
}

/** Carries out an attack, then sends one more event from the same node. */
async function carryOut(forwarder: Forwarder, node: Node, { parts, ends }: BytesAttack): Promise<void> {
  let socket = await forwarder.session(node.name);
  await write(socket, parts(node));
  if (ends !== undefined) {
    if (ends === "reset") socket.resetAndDestroy();
    else socket.end();
    if (!socket.destroyed) await once(socket, "close");
    socket = await forwarder.session(node.name);
  }
  await write(socket, [`${node.line(node.body("after"))}\n`]);
  socket.end();
}

const AT_ONCE = 8;

/** Carries out every byte-level attack on one forwarder. */
export async function tryBytes(forwarder: Forwarder): Promise<Outcome[]> {
  const nodes = bytesAttacks.map((_, index) => new Node(index + 1));
  // Only a few attacks run at the same time, because rsyslogd's listen backlog is short.
  for (let at = 0; at < bytesAttacks.length; at += AT_ONCE) {
    const some = bytesAttacks.slice(at, at + AT_ONCE);
    await Promise.all(some.map((attack, index) => carryOut(forwarder, nodes[at + index] ?? new Node(0), attack)));
  }
  await forwarder.arrived(nodes.map((node) => node.path("after")));
  const rows = read(forwarder.rows);
  return bytesAttacks.map((attack, index) => {
    const node = nodes[index] ?? new Node(0);
    const broken = [rows.syslog, rows.parsed]
      .map((seen) => verdict(attack, node, seen))
      .find((one) => one !== undefined);
    return { kind: "bytes over TCP", attack: attack.attack, broken };
  });
}

/** What the attack achieved; `undefined` if the forwarder withstood it. */
function verdict({ wanted }: BytesAttack, node: Node, seen: readonly Row[]): string | undefined {
  const event = {
    ClientIP: "10.0.0.1",
    UserID: "AD\\alice",
    Operation: "fs_delete",
    OperationStatus: "ok",
    FileId: "17",
    TargetPath: "",
    ParseStatus: /^(csv|json)$/,
    Cluster: "devnas",
    Node: node.number,
    SenderVerified: true,
    PeerIpAddr: "",
  };
  const own = seen.filter(({ FilePath, RawMessage }) => `${FilePath}\n${RawMessage}`.includes(node.path("")));
  const after = own.filter(({ FilePath }) => FilePath === node.path("after"));
  const [last] = after;
  if (last === undefined || after.length > 1) return `the next event is in ${after.length} rows`;
  if (!matches(last, event)) return `the next event has changed: ${differences(last, event)}`;
  const forged = own.find(
    ({ FilePath, SenderVerified }) => FilePath === node.path("forged") && SenderVerified === true,
  );
  if (forged !== undefined) return "a forged event has arrived as verified";
  const others = own.filter((row) => row !== last);
  if (wanted === "any") return undefined;
  if (wanted === "text") return others.length > 0 ? undefined : "no row shows the bytes";
  const columns =
    wanted === "event"
      ? { ...event, FilePath: node.path("it") }
      : wanted === "unverified"
        ? {
            FilePath: node.path("it"),
            Operation: "fs_delete",
            SenderVerified: false,
            PeerIpAddr: addressOf(node.name, ["devnas"]),
          }
        : wanted;
  const found = others.filter((row) => matches(row, columns)).length;
  if (found === 1) return undefined;
  const [nearest] = others;
  return found > 1 || nearest === undefined ? `the event is in ${found} rows` : differences(nearest, columns);
}
