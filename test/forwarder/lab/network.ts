import { execFileSync } from "node:child_process";

/** The network namespace that a sender runs in, and its source and destination addresses. */
export interface Sender {
  readonly network: string | undefined;
  readonly host: string;
  readonly source: string;
}

/** Runs ip with arguments. */
export const ip = (...args: string[]): void => void execFileSync("ip", args);

/** The sender's address in a second network namespace. */
export const PEER = "10.232.0.2";

/** Adds a second network namespace with one link to the first. */
export function addPeer(network: string): Sender {
  const peer = `${network}s`;
  ip("netns", "add", peer);
  ip("link", "add", "eth0", "netns", network, "type", "veth", "peer", "name", "eth0", "netns", peer);
  ip("-n", network, "address", "add", "10.232.0.1/30", "dev", "eth0");
  ip("-n", peer, "address", "add", `${PEER}/30`, "dev", "eth0");
  for (const side of [network, peer]) ip("-n", side, "link", "set", "eth0", "up");
  return { network: peer, host: "10.232.0.1", source: PEER };
}
