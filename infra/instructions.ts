import { gzipSync } from "node:zlib";

/** Where syslog goes. */
export interface SyslogEndpoint {
  readonly address: string;
  readonly port: number;
  readonly protocol: "tcp";
  /** Example: `tcp://10.90.0.62:514`. */
  readonly url: string;
}

/** Example: `syslogEndpoint("10.90.0.62", 514).url` is `tcp://10.90.0.62:514`. */
export const syslogEndpoint = (address: string, port: number): SyslogEndpoint => ({
  address,
  port,
  protocol: "tcp",
  url: `tcp://${address}:${port}`,
});

/** Commands for one cluster, by its version of Qumulo Core. */
export interface QumuloCommands {
  readonly coreUpTo7_8: string;
  readonly coreFrom7_9: string;
}

/**
 * The `qq` lines that make a cluster send. The vendor changed the commands in Core 7.9.0, where a cluster got up to 20
 * destinations. Source: docs.qumulo.com, qq CLI command guide, `audit`.
 */
export function qumuloCommands(endpoint: SyslogEndpoint, format: "csv" | "json", destination: string): QumuloCommands {
  const { address, port } = endpoint;
  return {
    coreUpTo7_8: `qq audit_set_syslog_config --enable --${format} --server-address ${address} --server-port ${port}`,
    coreFrom7_9: `qq audit_create_destination --name ${destination} --type SYSLOG --${format} -s ${address} -p ${port} --enable`,
  };
}

/** Portals of the Azure clouds, by the provider's name of the cloud. */
const PORTALS: Readonly<Record<string, string>> = {
  public: "https://portal.azure.com",
  usgovernment: "https://portal.azure.us",
  china: "https://portal.azure.cn",
};

/** A link that opens a query in the workspace: the portal takes it gzipped, in base64. */
export function portalLink(environment: string, workspaceId: string, query: string): string {
  const packed = encodeURIComponent(gzipSync(query).toString("base64"));
  const blade = "#view/Microsoft_OperationsManagementSuite_Workspace/Logs.ReactView";
  const resource = encodeURIComponent(workspaceId);
  return `${PORTALS[environment] ?? PORTALS.public}/${blade}/resourceId/${resource}/source/LogsBlade.AnalyticsShareLinkToQuery/q/${packed}/timespan/P1D`;
}

/** The query that a person wants first. */
export const FIRST_QUERY = "QumuloEvents\n| sort by EventTime desc\n| take 100";

export interface NextStepsArgs {
  readonly clusterNames: readonly string[];
  readonly hasMachines: boolean;
  readonly hasArc: boolean;
  readonly contact?: string;
  /** Commands for the owners of peered VNets. */
  readonly reversePeerings: readonly string[];
}

/** What a person does after `pulumi up`, in order. */
export function nextSteps({ clusterNames, hasMachines, hasArc, contact, reversePeerings }: NextStepsArgs): string[] {
  return [
    ...reversePeerings.map((command) => `Have the owner of the peered network run: ${command}`),
    ...(hasArc
      ? [
          "Write the script for your syslog server: pulumi stack output arcOnboardingScript > onboard.sh",
          "Run it there: sudo bash onboard.sh; then name the server in arc.servers and run pulumi up again.",
        ]
      : []),
    `Run the commands of pulumi stack output qumuloCommands on ${clusterNames.join(", ")}: one line each, by the version of Core.`,
    ...(hasMachines
      ? ["From a client of the cluster's network, see that the endpoint answers: nc -vz ADDRESS PORT."]
      : []),
    "After up to 20 minutes, open pulumi stack output portalLink: the first events are there.",
    "Before pulumi destroy, switch audit off on the clusters: old builds of Core may hang when their endpoint is gone.",
    ...(contact === undefined ? [] : [`Questions go to ${contact}.`]),
  ];
}
