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

/** The nftables rules that let only the nodes of the clusters connect to the port, and the unit that loads them at boot. */
export function allowListFiles({ port, senders }: AllowListArgs): MachineFile[] {
  const ranges = [...new Set(senders.flatMap(({ nodeCidrs }) => nodeCidrs))];
  // nft refuses an empty list of elements.
  const elements = ranges.length === 0 ? "" : `elements = { ${ranges.join(", ")} }`;
  return [
    // nft writes the name of the set as `@nodes`, which has the form of a placeholder.
    plainFile(
      "/etc/qumulo-allow-list.nft",
      renderFile(__dirname, "qumulo-allow-list.nft", { port, elements, nodes: "@nodes" }),
    ),
    plainFile("/etc/systemd/system/qumulo-allow-list.service", sandboxed(__dirname, "qumulo-allow-list.service")),
  ];
}
