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
  /** Name of the stack, for the file's head. */
  readonly stack: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** Azure cloud as azcmagent names it. Example: `AzureCloud`. */
  readonly cloud: string;
  /** Index in `arc.servers` of the server that comes next. Example: 0 for the first. */
  readonly nextServer: number;
  /** Port that clusters send to. */
  readonly port: number;
  /** The clusters that send to the server. */
  readonly senders: readonly Sender[];
  /** Which events go on to the agent. */
  readonly filter: NoiseFilter;
}

/** Size of the spool where there is room for it: an outage of about 45 minutes at 10,000 events/s. */
const SPOOL_GIB = 20;
/** Below this a server is refused: an outage of about 4 minutes at 10,000 events/s. */
const LEAST_SPOOL_GIB = 2;
/** Stays free for the agent. Source: learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-requirements. */
const AGENT_GIB = 10;
/** Holds the file system of the spool. */
const SPOOL_IMAGE = "/var/lib/qumulo-spool.img";

/** A command that writes a file of the server; no line of the file is the one that ends it. */
function writeCommand({ path, permissions, content }: MachineFile): string {
  const lines = content.trimEnd().split("\n");
  let end = "END_OF_FILE";
  while (lines.includes(end)) end += "_";
  return [`write ${path} ${permissions} << '${end}'`, ...lines, end].join("\n");
}

/** The script that makes a forwarder of a server outside Azure: every value is one word of the shell. Pure, no secret. */
export function onboardingScript(args: OnboardingScriptArgs): string {
  const { stack, subscriptionId, tenantId, resourceGroupName, location, cloud, nextServer, port, senders, filter } =
    args;
  const files = [
    ...rsyslogFiles({ port, senders, filter, spoolDirectory: "__SPOOL__" }),
    // However large a file system the server's owner gives to the spool.
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
