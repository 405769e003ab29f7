import { renderFile } from "../fileTemplate";
import type { NoiseFilter } from "../filter/noiseFilter";
import { type MachineFile, program } from "../forwarder/machineFile";
import { rsyslogFiles, type Sender } from "../forwarder/rsyslog/render";
import { NEWEST_RSYSLOG, OLDEST_RSYSLOG } from "../forwarder/rsyslog/versions";
import { serviceFiles } from "../forwarder/service/serviceFiles";
import { shellWord } from "../shellWord";
import { syslogContract } from "../syslogContract";
import { allowListFiles } from "./allowList";

export interface OnboardingScriptArgs {
  /** Name of the stack, for the comment at the start of the script. */
  readonly stack: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** azcmagent's name for the Azure cloud. Example: `AzureCloud`. */
  readonly cloud: string;
  /** Index that the next server gets in `arc.servers`. Example: 0 for the first. */
  readonly nextServer: number;
  /** Port that clusters send to. */
  readonly port: number;
  /** The clusters that send to the server. */
  readonly senders: readonly Sender[];
  /** Which events are forwarded to the agent. */
  readonly filter: NoiseFilter;
}

/** Size of the spool if there is enough free space. A spool of this size lasts about 45 minutes at 10,000 events/s. */
const SPOOL_GIB = 20;
/**
 * Smallest size of the spool: the script refuses a server that has less free space besides the agent's. A spool of this size
 * lasts about 4 minutes at 10,000 events/s.
 */
const LEAST_SPOOL_GIB = 2;
/** Free space that the script leaves for the agent. Source: learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-requirements. */
const AGENT_GIB = 10;
/** File that contains the spool's file system. */
const SPOOL_IMAGE = "/var/lib/qumulo-spool.img";

/**
 * Returns a shell command that writes a file from a here-document. The end marker is a line that does not occur in the file.
 */
function writeCommand({ path, permissions, content }: MachineFile): string {
  const lines = content.trimEnd().split("\n");
  let end = "END_OF_FILE";
  while (lines.includes(end)) end += "_";
  return [`write ${path} ${permissions} << '${end}'`, ...lines, end].join("\n");
}

/**
 * Renders the script that turns a server outside Azure into a forwarder. The script contains no secret, and values in it are
 * quoted for the shell.
 */
export function onboardingScript(args: OnboardingScriptArgs): string {
  const { stack, subscriptionId, tenantId, resourceGroupName, location, cloud, nextServer, port, senders, filter } =
    args;
  const files = [
    ...rsyslogFiles({ port, senders, filter, spoolDirectory: "__SPOOL__" }),
    // The spool's own file system already limits the spool, so this second limit is set very high.
    ...serviceFiles({ port, spoolDirectory: "__SPOOL__", mostSpoolGiB: 1024 }),
    program(__dirname, "qumulo-spool-disk", { spoolImage: SPOOL_IMAGE }),
  ];
  const allowList = allowListFiles({ port, senders });
  return renderFile(__dirname, "onboard.sh", {
    stack,
    subscriptionId: shellWord(subscriptionId),
    tenantId: shellWord(tenantId),
    resourceGroupName: shellWord(resourceGroupName),
    location: shellWord(location),
    cloud: shellWord(cloud),
    nextServer,
    port,
    nodeCidrs: senders.flatMap(({ nodeCidrs }) => nodeCidrs.map(shellWord)).join(" "),
    spoolImage: SPOOL_IMAGE,
    spoolMiB: SPOOL_GIB * 1024,
    leastSpoolMiB: LEAST_SPOOL_GIB * 1024,
    agentMiB: AGENT_GIB * 1024,
    oldestRsyslog: OLDEST_RSYSLOG,
    newestRsyslog: NEWEST_RSYSLOG,
    defaultPort: syslogContract.agent.defaultPort,
    ourFiles: files.map(({ path }) => path).join(" "),
    writeFiles: files.map(writeCommand).join("\n"),
    allowListFiles: allowList.map(({ path }) => path).join(" "),
    writeAllowList: allowList.map(writeCommand).join("\n"),
  });
}
