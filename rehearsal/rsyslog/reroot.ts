import { join } from "node:path";
import { AGENT_PORT_FILE } from "../../components/forwarder/rsyslog/render";
import type { ShippedFile } from "../shippedFiles";

export interface Reroot {
  /** Folder that takes the place of `/`. */
  readonly root: string;
  /** Port that the clusters' lines go to, instead of the one that the stack names. */
  readonly port: number;
  /** Port of the stand-in for the agent. */
  readonly agentPort: number;
}

const SPOOL = /queue\.spoolDirectory="([^"]+)"/;
const INPUT = /input\(type="imtcp" port="\d+"/;

/**
 * The shipped files with other ports and folders, and a main file that reads them; nothing else is changed. Throws
 * where a shipped file no longer has a place to change, rather than rehearse something else.
 */
export function reroot(files: readonly ShippedFile[], { root, port, agentPort }: Reroot): ShippedFile[] {
  const folder = join(root, "rsyslog.d");
  const portFile = join(root, "agent.port");
  const rerooted = files.map(({ path, content }) => ({
    path: join(folder, path),
    content: content
      .replaceAll(AGENT_PORT_FILE, portFile)
      .replace(SPOOL, `queue.spoolDirectory="${join(root, "spool")}"`)
      // On this machine alone.
      .replace(INPUT, `input(type="imtcp" address="127.0.0.1" port="${port}"`),
  }));
  const all = rerooted.map(({ content }) => content).join("\n");
  for (const needed of [portFile, `port="${port}"`, join(root, "spool")]) {
    if (!all.includes(needed)) throw new Error(`the shipped rsyslog files have no place for ${needed}`);
  }
  const main = `global(workDirectory="${join(root, "spool")}")\ninclude(file="${folder}/*.conf")\n`;
  return [
    ...rerooted,
    { path: portFile, content: String(agentPort) },
    { path: join(root, "rsyslog.conf"), content: main },
  ];
}
