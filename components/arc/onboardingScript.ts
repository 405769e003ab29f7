import type { NoiseFilter } from "../events/noiseFilter";
import { fillFile } from "../filePlaces";
import { rsyslogFiles, type Sender } from "../forwarder/rsyslog/render";
import { serviceFiles } from "../forwarder/service/serviceFiles";
import { wire } from "../wire";

export interface OnboardingScriptArgs {
  /** Name of the stack, for the file's head. */
  readonly stack: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** Azure cloud as azcmagent names it. Example: `AzureCloud`. */
  readonly cloud: string;
  /** Port that clusters send to. */
  readonly port: number;
  /** The clusters that send to the server. */
  readonly senders: readonly Sender[];
  /** Which events go on to the agent. */
  readonly filter: NoiseFilter;
}

/** Free space of servers that are not ours is unknown: as much as an outage of about 50 minutes at 10,000 events/s. */
const SPOOL_LIMIT = "20g";

const END = "END_OF_QUMULO_FILE";

/** The script that makes a forwarder of a server outside Azure. Pure, and without a secret. */
export function onboardingScript(args: OnboardingScriptArgs): string {
  const { port, senders, filter, ...connection } = args;
  const files = [
    ...rsyslogFiles({ port, senders, filter, spoolDirectory: "__SPOOL__", spoolLimit: SPOOL_LIMIT }),
    ...serviceFiles(port),
  ];
  const writeFiles = files.map(
    ({ path, permissions, content }) => `write ${path} ${permissions} << '${END}'\n${content.trimEnd()}\n${END}`,
  );
  return fillFile(__dirname, "onboard.sh", {
    ...connection,
    port,
    clientCidrs: senders.flatMap(({ clientCidrs }) => clientCidrs).join(" "),
    defaultPort: wire.agent.defaultPort,
    ourFiles: files.map(({ path }) => path).join(" "),
    writeFiles: writeFiles.join("\n"),
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
