import { renderFile } from "../../fileTemplate";
import { syslogContract } from "../../syslogContract";
import { AGENT_PORT_FILE } from "../rsyslog/render";

/** The script that ends well once the machine's rsyslog listens on the port. */
export const bootCheckScript = (port: number): string => renderFile(__dirname, "booted.sh", { port });

/** The script that ends well once rsyslog is connected to the agent. */
export const readinessCheckScript = (port: number): string =>
  renderFile(__dirname, "ready.sh", {
    port,
    agentFile: syslogContract.agent.portFile,
    agentPortFile: AGENT_PORT_FILE,
    forwarderName: syslogContract.appName.forwarder,
  });

/** What a person reads of a gate that has failed and is not run again: a refresh lets the engine forget that it failed. */
export const failedGate = (machineName: string, gate: string, attempt: number): string =>
  `The check '${gate}' of ${machineName} failed when it last ran, and it is not run again by itself after a refresh. Run the checks again: pulumi config set --path forwarder.attempt ${attempt + 1}, then pulumi up.`;
