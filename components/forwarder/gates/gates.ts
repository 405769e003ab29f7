import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillPlaces } from "../../filePlaces";
import { wire } from "../../wire";
import { AGENT_PORT_FILE } from "../rsyslog/render";

const shipped = (name: string): string => readFileSync(join(__dirname, name), "utf8");

/** The script that ends well once the machine's rsyslog listens on the port. */
export const bootedScript = (port: number): string => fillPlaces(shipped("booted.sh"), { port });

/** The script that ends well once rsyslog is connected to the agent. */
export const readyScript = (port: number): string =>
  fillPlaces(shipped("ready.sh"), {
    port,
    agentFile: wire.agent.portFile,
    agentPortFile: AGENT_PORT_FILE,
    forwarderName: wire.appName.forwarder,
  });
