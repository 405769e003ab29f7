import { fillFile } from "../../filePlaces";
import { wire } from "../../wire";
import { type MachineFile, plainFile, program } from "../machineFile";
import { AGENT_PORT_FILE } from "../rsyslog/render";
import { sandboxed } from "./sandbox";

/**
 * What rsyslog's service needs around its configuration: it follows the agent's port, stops without loss, delivers what
 * it has put on disk, and leaves little in socket buffers. The same for a machine in Azure and for a server behind Arc.
 */
export function serviceFiles(port: number): MachineFile[] {
  const agentFile = wire.agent.portFile;
  return [
    program(__dirname, "qumulo-agent-port", { agentFile, agentPortFile: AGENT_PORT_FILE }),
    program(__dirname, "qumulo-hold", { port }),
    program(__dirname, "qumulo-release"),
    program(__dirname, "qumulo-spool-watch"),
    plainFile(
      "/etc/systemd/system/qumulo-agent-port.path",
      fillFile(__dirname, "qumulo-agent-port.path", { agentFile }),
    ),
    plainFile("/etc/systemd/system/qumulo-agent-port.service", sandboxed(__dirname, "qumulo-agent-port.service")),
    plainFile("/etc/systemd/system/qumulo-spool-watch.service", sandboxed(__dirname, "qumulo-spool-watch.service")),
    plainFile("/etc/systemd/system/rsyslog.service.d/qumulo.conf", fillFile(__dirname, "rsyslog-qumulo.conf")),
    plainFile("/etc/sysctl.d/90-qumulo-audit.conf", fillFile(__dirname, "90-qumulo-audit.sysctl")),
  ];
}

/** Keeps rsyslogd itself to what it needs on a machine of ours. */
export const rsyslogSandbox = (): MachineFile =>
  plainFile("/etc/systemd/system/rsyslog.service.d/qumulo-sandbox.conf", sandboxed(__dirname, "rsyslog-sandbox.conf"));
