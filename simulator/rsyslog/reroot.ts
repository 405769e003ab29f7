import { join } from "node:path";
import { AGENT_PORT_FILE, SPOOL_LIMIT_FILE } from "../../components/forwarder/rsyslog/render";
import type { DeployedFile } from "./deployedFiles";

export interface Reroot {
  /** Folder that takes the place of `/`. */
  readonly root: string;
  /** Port that the clusters' lines go to, instead of the one that the stack names. */
  readonly port: number;
  /** Port of the stand-in for the agent. */
  readonly agentPort: number;
  /** Most that the spool may hold, as rsyslog writes it, where nothing measures the room for it. Default: `1g`. */
  readonly spoolLimit?: string;
}

const SPOOL = /queue\.spoolDirectory="([^"]+)"/;
/** The check of a cluster: its addresses and its name. */
const CHECK = /\((?:[^()]|\(\$fromhost-ip\))+\)( and re_match_i\(\$\.host & \$hostname, '\^([^[]+)-\[)/g;
const INPUT = /input\(type="imtcp" port="\d+"/;

/**
 * The address that a node of a rehearsal connects from. Every cluster has a range of this machine's own instead of its
 * real one: the first 127.1.0.0/16, the second 127.2.0.0/16. Who belongs to no cluster comes from 127.0.0.1.
 */
export function addressOf(host: string, clusterNames: readonly string[]): string {
  const [, name, node] = /^(.*)-(\d+)$/.exec(host) ?? [];
  const index = clusterNames.findIndex((known) => known.toLowerCase() === name?.toLowerCase());
  // A number of any length: two octets of it tell nodes apart.
  const number = Number(BigInt(node ?? 0) % 65_536n);
  return index < 0 ? "127.0.0.1" : `127.${index + 1}.${number >> 8}.${number & 255}`;
}

/** The clusters whose addresses the files check, in order. */
export const checkedClusters = (files: readonly DeployedFile[]): string[] => [
  ...new Set(files.flatMap(({ content }) => [...content.matchAll(CHECK)].flatMap(([, , name]) => name ?? []))),
];

/** The checks of senders with the ranges of this machine instead of the real ones. */
function withLocalRanges(content: string): string {
  const clusters = checkedClusters([{ path: "", content }]);
  return content.replace(
    CHECK,
    (_, nameCheck: string, name: string) =>
      `($fromhost-ip startswith "127.${clusters.indexOf(name) + 1}.")${nameCheck}`,
  );
}

/**
 * The shipped files with other ports, folders and address ranges, and a main file that reads them; nothing else is
 * changed. Throws where a shipped file no longer has a place to change, rather than rehearse something else.
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
      // On this machine alone.
      .replace(INPUT, `input(type="imtcp" address="127.0.0.1" port="${port}"`),
  }));
  const all = rerooted.map(({ content }) => content).join("\n");
  for (const needed of [portFile, limitFile, `port="${port}"`, join(root, "spool")]) {
    if (!all.includes(needed)) throw new Error(`the shipped rsyslog files have no place for ${needed}`);
  }
  const main = `global(workDirectory="${join(root, "spool")}")\ninclude(file="${folder}/*.conf")\n`;
  return [
    ...rerooted,
    { path: portFile, content: String(agentPort) },
    { path: limitFile, content: spoolLimit },
    { path: join(root, "rsyslog.conf"), content: main },
  ];
}
