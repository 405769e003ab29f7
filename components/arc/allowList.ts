import { renderFile } from "../fileTemplate";
import { type MachineFile, plainFile } from "../forwarder/machineFile";
import type { Sender } from "../forwarder/rsyslog/render";
import { sandboxed } from "../forwarder/service/sandbox";

export interface AllowListArgs {
  /** Port that clusters send to. Example: 514. */
  readonly port: number;
  /** The clusters whose nodes may connect. */
  readonly senders: readonly Sender[];
}

/**
 * Returns the nftables rules that allow only the clusters' nodes to connect to the port, and the systemd unit that loads them
 * at boot.
 */
export function allowListFiles({ port, senders }: AllowListArgs): MachineFile[] {
  const ranges = [...new Set(senders.flatMap(({ nodeCidrs }) => nodeCidrs))];
  // nft rejects an empty element list.
  const elements = ranges.length === 0 ? "" : `elements = { ${ranges.join(", ")} }`;
  return [
    // `@nodes` is nft's notation for the set. The notation is passed in as a value, so that the template contains `@` only around
    // placeholders.
    plainFile(
      "/etc/qumulo-allow-list.nft",
      renderFile(__dirname, "qumulo-allow-list.nft", { port, elements, nodes: "@nodes" }),
    ),
    plainFile("/etc/systemd/system/qumulo-allow-list.service", sandboxed(__dirname, "qumulo-allow-list.service")),
  ];
}
