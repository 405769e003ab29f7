import type { NoiseFilter } from "../events/noiseFilter";
import { fillFile } from "../filePlaces";
import type { MachineFile } from "../forwarder/machineFile";
import { rsyslogFiles, type Sender } from "../forwarder/rsyslog/render";
import { serviceFiles } from "../forwarder/service/serviceFiles";
import { shellWord } from "../shellWord";
import { wire } from "../wire";
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

/** Free space of servers that are not ours is unknown: as much as an outage of about 50 minutes at 10,000 events/s. */
const SPOOL_LIMIT = "20g";

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
    ...rsyslogFiles({ port, senders, filter, spoolDirectory: "__SPOOL__", spoolLimit: SPOOL_LIMIT }),
    ...serviceFiles(port),
  ];
  const allowList = allowListFiles({ port, senders });
  return fillFile(__dirname, "onboard.sh", {
    stack,
    subscriptionId: shellWord(subscriptionId),
    tenantId: shellWord(tenantId),
    resourceGroupName: shellWord(resourceGroupName),
    location: shellWord(location),
    cloud: shellWord(cloud),
    nextServer,
    port,
    clientCidrs: senders.flatMap(({ clientCidrs }) => clientCidrs.map(shellWord)).join(" "),
    defaultPort: wire.agent.defaultPort,
    ourFiles: files.map(({ path }) => path).join(" "),
    writeFiles: files.map(writeCommand).join("\n"),
    allowListFiles: allowList.map(({ path }) => path).join(" "),
    writeAllowList: allowList.map(writeCommand).join("\n"),
  });
}

/** Names of Azure clouds: the provider's and azcmagent's. Source: `azcmagent connect --help`. */
const CLOUDS: Readonly<Record<string, string>> = {
  public: "AzureCloud",
  usgovernment: "AzureUSGovernment",
  china: "AzureChinaCloud",
};

/** Example: `arcCloud("public")` is `AzureCloud`. */
export const arcCloud = (environment: string): string => CLOUDS[environment] ?? "AzureCloud";
