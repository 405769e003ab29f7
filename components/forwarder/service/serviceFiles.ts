import { renderFile } from "../../fileTemplate";
import { syslogContract } from "../../syslogContract";
import { type MachineFile, plainFile, program } from "../machineFile";
import { AGENT_PORT_FILE, SPOOL_LIMIT_FILE, SPOOLED_RULESET } from "../rsyslog/render";
import { NEWEST_RSYSLOG } from "../rsyslog/versions";
import { sandboxed } from "./sandbox";

export interface ServiceArgs {
  /** Port that clusters send to. Example: 514. */
  readonly port: number;
  /** The spool folder. */
  readonly spoolDirectory: string;
  /** Maximum size of the spool in GiB, however much free space there is. Example: 64. */
  readonly mostSpoolGiB: number;
}

/**
 * Returns the programs, units and settings that rsyslog's service needs besides rsyslog's configuration. With these files,
 * rsyslog sends to the port that the agent uses, loses nothing at a planned stop, spools no more than there is free space
 * for, delivers everything that it has spooled, limits the sessions, and keeps socket buffers small. Azure machines and Arc
 * servers get the same files.
 */
export function serviceFiles({ port, spoolDirectory, mostSpoolGiB }: ServiceArgs): MachineFile[] {
  const agentFile = syslogContract.agent.portFile;
  return [
    program(__dirname, "qumulo-agent-port", { agentFile, agentPortFile: AGENT_PORT_FILE }),
    program(__dirname, "qumulo-hold", { port }),
    program(__dirname, "qumulo-release"),
    program(__dirname, "qumulo-spool-check", {
      spoolDirectory,
      spoolLimitFile: SPOOL_LIMIT_FILE,
      mostSpoolBytes: mostSpoolGiB * 2 ** 30,
      newestRsyslog: NEWEST_RSYSLOG,
    }),
    program(__dirname, "qumulo-spool-watch", {
      spoolDirectory,
      queueName: SPOOLED_RULESET,
      hexPort: hexadecimal(port),
    }),
    // `@peers` is nft's notation for the set. The notation is passed in as a value, so that the template contains `@` only around
    // placeholders.
    plainFile("/etc/qumulo-sessions.nft", renderFile(__dirname, "qumulo-sessions.nft", { port, peers: "@peers" })),
    plainFile(
      "/etc/systemd/system/qumulo-agent-port.path",
      renderFile(__dirname, "qumulo-agent-port.path", { agentFile }),
    ),
    plainFile("/etc/systemd/system/qumulo-agent-port.service", sandboxed(__dirname, "qumulo-agent-port.service")),
    plainFile("/etc/systemd/system/qumulo-spool.service", renderFile(__dirname, "qumulo-spool.service")),
    plainFile("/etc/systemd/system/qumulo-spool-watch.service", sandboxed(__dirname, "qumulo-spool-watch.service")),
    plainFile("/etc/systemd/system/rsyslog.service.d/qumulo.conf", renderFile(__dirname, "rsyslog-qumulo.conf")),
    plainFile("/etc/sysctl.d/90-qumulo-audit.conf", renderFile(__dirname, "90-qumulo-audit.sysctl")),
  ];
}

/** Returns the drop-in that restricts rsyslogd itself. Only Azure machines get this drop-in. */
export const rsyslogSandbox = (): MachineFile =>
  plainFile("/etc/systemd/system/rsyslog.service.d/qumulo-sandbox.conf", sandboxed(__dirname, "rsyslog-sandbox.conf"));

/** Returns a port in the notation of /proc/net/tcp. Example: `hexadecimal(514)` is `0202`. */
const hexadecimal = (port: number): string => port.toString(16).toUpperCase().padStart(4, "0");
