import { join } from "node:path";
import { AGENT_PORT_FILE, SPOOL_LIMIT_FILE } from "../../components/forwarder/rsyslog/render";
import type { DeployedFile } from "./deployedFiles";

/** The folders and ports that replace the deployed ones on this machine. */
export interface Reroot {
  /** Folder that replaces `/`. */
  readonly root: string;
  /** Port on which rsyslogd receives the clusters' lines. */
  readonly port: number;
  /** Port on which the simulated agent listens. */
  readonly agentPort: number;
  /** The spool's size limit, as rsyslog writes it. Real machines compute the limit from the disk's size. Default: `1g`. */
  readonly spoolLimit?: string;
}

const SPOOL = /queue\.spoolDirectory="([^"]+)"/;
/**
 * Matches the expression that checks whether a line comes from its cluster's addresses. Captures the cluster's name.
 * Example: `($fromhost-ip startswith ["10.1.2."]) and re_match_i($.host & $hostname, '^prodnas-[`.
 */
const CHECK = /\((?:[^()]|\(\$fromhost-ip\))+\)( and re_match_i\(\$\.host & \$hostname, '\^([^[]+)-\[)/g;
const INPUT = /input\(type="imtcp" port="\d+"/;

/**
 * Returns the address from which a node connects in a rehearsal. Each cluster has a loopback range instead of its real ranges:
 * 127.1.0.0/16 for the first, 127.2.0.0/16 for the second. A node that belongs to no cluster connects from 127.0.0.1.
 */
export function addressOf(host: string, clusterNames: readonly string[]): string {
  const [, name, node] = /^(.*)-(\d+)$/.exec(host) ?? [];
  const index = clusterNames.findIndex((known) => known.toLowerCase() === name?.toLowerCase());
  // A node number may be arbitrarily large. The number's lower 16 bits become the last two bytes of the address.
  const number = Number(BigInt(node ?? 0) % 65_536n);
  return index < 0 ? "127.0.0.1" : `127.${index + 1}.${number >> 8}.${number & 255}`;
}

/** Returns the names of the clusters whose addresses the files check, in the order of the checks. */
export const checkedClusters = (files: readonly DeployedFile[]): string[] => [
  ...new Set(files.flatMap(({ content }) => [...content.matchAll(CHECK)].flatMap(([, , name]) => name ?? []))),
];

/** Replaces the clusters' real address ranges by their loopback ranges. */
function withLocalRanges(content: string): string {
  const clusters = checkedClusters([{ path: "", content }]);
  return content.replace(
    CHECK,
    (_, nameCheck: string, name: string) =>
      `($fromhost-ip startswith "127.${clusters.indexOf(name) + 1}.")${nameCheck}`,
  );
}

/**
 * Adapts the deployed rsyslog files to this machine: replaces only ports, folders, address ranges and the spool limit.
 * Adds a file with the agent's port, a file with the spool limit, and a main file that includes the deployed files.
 * Throws if the deployed files lack a port or folder that must be replaced.
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
      // rsyslogd listens only on the loopback address.
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
