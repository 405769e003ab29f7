import { execFileSync } from "node:child_process";

/** The network namespace in which a sender runs, and its destination and source addresses. */
export interface Sender {
  readonly network: string | undefined;
  readonly host: string;
  readonly source: string;
}

/** Runs the program `ip`. */
export const ip = (...args: string[]): void => void execFileSync("ip", args);

/** The address of the sender in the second network namespace. */
export const PEER = "10.232.0.2";

/** Adds a second network namespace, linked to the given one. Returns the sender in it. */
export function addPeer(network: string): Sender {
  const peer = `${network}s`;
  ip("netns", "add", peer);
  ip("link", "add", "eth0", "netns", network, "type", "veth", "peer", "name", "eth0", "netns", peer);
  ip("-n", network, "address", "add", "10.232.0.1/30", "dev", "eth0");
  ip("-n", peer, "address", "add", `${PEER}/30`, "dev", "eth0");
  for (const side of [network, peer]) ip("-n", side, "link", "set", "eth0", "up");
  return { network: peer, host: "10.232.0.1", source: PEER };
}
