import { fillFile } from "../../filePlaces";
import { wire } from "../../wire";
import { AGENT_PORT_FILE } from "../rsyslog/render";

/** The script that ends well once the machine's rsyslog listens on the port. */
export const bootedScript = (port: number): string => fillFile(__dirname, "booted.sh", { port });

/** The script that ends well once rsyslog is connected to the agent. */
export const readyScript = (port: number): string =>
  fillFile(__dirname, "ready.sh", {
    port,
    agentFile: wire.agent.portFile,
    agentPortFile: AGENT_PORT_FILE,
    forwarderName: wire.appName.forwarder,
  });
