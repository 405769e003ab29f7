import { join } from "node:path";
import { AGENT_PORT_FILE, SPOOL_LIMIT_FILE } from "../../components/forwarder/rsyslog/render";
import type { DeployedFile } from "./deployedFiles";

/** The ports and folders of this machine. */
export interface Reroot {
  /** Folder that replaces `/`. */
  readonly root: string;
  /** Port for the clusters' lines, instead of the stack's. */
  readonly port: number;
  /** Port of the simulated agent. */
  readonly agentPort: number;
  /** Limit of the spool, in rsyslog's notation. On a real machine, a script computes it from the disk's size. Default: `1g`. */
  readonly spoolLimit?: string;
}

const SPOOL = /queue\.spoolDirectory="([^"]+)"/;
/**
 * The check that a line comes from its cluster, with the cluster's name.
 * Example: `($fromhost-ip startswith ["10.1.2."]) and re_match_i($.host & $hostname, '^prodnas-[`.
 */
const CHECK = /\((?:[^()]|\(\$fromhost-ip\))+\)( and re_match_i\(\$\.host & \$hostname, '\^([^[]+)-\[)/g;
const INPUT = /input\(type="imtcp" port="\d+"/;

/**
 * The address from which a node connects in a rehearsal. Each cluster has a loopback range instead of its real ranges: the
 * first 127.1.0.0/16, the second 127.2.0.0/16. A node of no cluster connects from 127.0.0.1.
 */
export function addressOf(host: string, clusterNames: readonly string[]): string {
  const [, name, node] = /^(.*)-(\d+)$/.exec(host) ?? [];
  const index = clusterNames.findIndex((known) => known.toLowerCase() === name?.toLowerCase());
  // The number may have any length; its lower 16 bits distinguish the nodes.
  const number = Number(BigInt(node ?? 0) % 65_536n);
  return index < 0 ? "127.0.0.1" : `127.${index + 1}.${number >> 8}.${number & 255}`;
}

/** The names of the clusters whose addresses the files check, in order. */
export const checkedClusters = (files: readonly DeployedFile[]): string[] => [
  ...new Set(files.flatMap(({ content }) => [...content.matchAll(CHECK)].flatMap(([, , name]) => name ?? []))),
];

/** Replaces the address ranges in the checks by the loopback ranges. */
function withLocalRanges(content: string): string {
  const clusters = checkedClusters([{ path: "", content }]);
  return content.replace(
    CHECK,
    (_, nameCheck: string, name: string) =>
      `($fromhost-ip startswith "127.${clusters.indexOf(name) + 1}.")${nameCheck}`,
  );
}

/**
 * Adapts the deployed files to this machine: ports, folders and address ranges change, and nothing else. Adds a main file
 * that includes them. Throws if a text to replace is missing, so that a rehearsal never uses another configuration.
 */
export function reroot(
  files: readonly DeployedFile[],
  { root, port, agentPort, spoolLimit = "1g" }: Reroot,
): DeployedFile[] {
  const folder = join(root, "rsyslog.d");
  const portFile = join(root, "agent.port");
  const limitFile = join(root, "spool.limit");
  const rerooted = files.map(({ path, content }) => ({
    path: join(folder, path),
    content: withLocalRanges(content)
      .replaceAll(AGENT_PORT_FILE, portFile)
      .replaceAll(SPOOL_LIMIT_FILE, limitFile)
      .replace(SPOOL, `queue.spoolDirectory="${join(root, "spool")}"`)
      // rsyslogd listens on the loopback address only.
      .replace(INPUT, `input(type="imtcp" address="127.0.0.1" port="${port}"`),
  }));
  const all = rerooted.map(({ content }) => content).join("\n");
  for (const needed of [portFile, limitFile, `port="${port}"`, join(root, "spool")]) {
    if (!all.includes(needed)) throw new Error(`the deployed rsyslog files have no place for ${needed}`);
  }
  const main = `global(workDirectory="${join(root, "spool")}")\ninclude(file="${folder}/*.conf")\n`;
  return [
    ...rerooted,
    { path: portFile, content: String(agentPort) },
    { path: limitFile, content: spoolLimit },
    { path: join(root, "rsyslog.conf"), content: main },
  ];
}
