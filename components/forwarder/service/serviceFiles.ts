import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillPlaces } from "../../filePlaces";
import { wire } from "../../wire";
import { AGENT_PORT_FILE } from "../rsyslog/render";

const shipped = (name: string, values: Readonly<Record<string, string | number>> = {}): string =>
  fillPlaces(readFileSync(join(__dirname, name), "utf8"), values);

const program = (name: string, values: Readonly<Record<string, string | number>>) => ({
  path: `/usr/local/sbin/${name}`,
  permissions: "0755",
  content: shipped(name, values),
});

const file = (path: string, content: string) => ({ path, permissions: "0644", content });

/**
 * What rsyslog's service needs around its configuration: it follows the agent's port, stops without loss, and leaves
 * little in socket buffers. The same for a machine in Azure and for a server behind Arc.
 */
export function serviceFiles(port: number) {
  const agentFile = wire.agent.portFile;
  return [
    program("qumulo-agent-port", { agentFile, agentPortFile: AGENT_PORT_FILE }),
    program("qumulo-hold", { port }),
    program("qumulo-release", {}),
    file("/etc/systemd/system/qumulo-agent-port.path", shipped("qumulo-agent-port.path", { agentFile })),
    file("/etc/systemd/system/qumulo-agent-port.service", shipped("qumulo-agent-port.service")),
    file("/etc/systemd/system/rsyslog.service.d/qumulo.conf", shipped("rsyslog-qumulo.conf")),
    file("/etc/sysctl.d/90-qumulo-audit.conf", shipped("90-qumulo-audit.sysctl")),
  ];
}
