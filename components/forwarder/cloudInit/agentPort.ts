import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillPlaces } from "../../filePlaces";
import { wire } from "../../wire";
import { AGENT_PORT_FILE } from "../rsyslog/render";

const shipped = (name: string, values: Readonly<Record<string, string>>): string =>
  fillPlaces(readFileSync(join(__dirname, name), "utf8"), values);

/** The files that point rsyslog to the agent's port whenever it changes. */
export function agentPortFollower() {
  const agentFile = wire.agent.portFile;
  return [
    {
      path: "/usr/local/sbin/qumulo-agent-port",
      permissions: "0755",
      content: shipped("qumulo-agent-port", { agentFile, agentPortFile: AGENT_PORT_FILE }),
    },
    {
      path: "/etc/systemd/system/qumulo-agent-port.path",
      permissions: "0644",
      content: shipped("qumulo-agent-port.path", { agentFile }),
    },
    {
      path: "/etc/systemd/system/qumulo-agent-port.service",
      permissions: "0644",
      content: shipped("qumulo-agent-port.service", {}),
    },
  ];
}
