import { renderFile } from "../../fileTemplate";
import { syslogContract } from "../../syslogContract";
import { AGENT_PORT_FILE } from "../rsyslog/render";

/**
 * A machine's checks in the order in which they run, with the names of their run commands in Azure. The names must not
 * change: new names would replace the run commands of existing stacks, and Azure refuses to delete a run command while its
 * machine is stopped.
 */
export const CHECKS = { "boot-check": "booted", "readiness-check": "ready" } as const;

/** Renders the script that succeeds once rsyslog listens on the port, if the machine has room for the agent's cache. */
export const bootCheckScript = (port: number): string => renderFile(__dirname, "bootCheck.sh", { port });

/** Renders the script that succeeds once rsyslog is connected to the agent. */
export const readinessCheckScript = (port: number): string =>
  renderFile(__dirname, "readinessCheck.sh", {
    port,
    agentFile: syslogContract.agent.portFile,
    agentPortFile: AGENT_PORT_FILE,
    forwarderName: syslogContract.appName.forwarder,
  });

/**
 * Returns the warning about a failed check. After a refresh, the state no longer contains the failure, so `up` does not
 * repeat the check.
 */
export const failedCheck = (machineName: string, check: keyof typeof CHECKS, attempt: number): string =>
  `The ${check.replace("-", " ")} of ${machineName} (run command ${CHECKS[check]}) failed when it last ran, and pulumi up does not repeat it by itself after a refresh. Repeat the checks: pulumi config set --path forwarder.attempt ${attempt + 1}, then pulumi up.`;
