import { gzipSync } from "node:zlib";
import { cloudOf } from "../components/cloud";

/** The address and port that clusters send syslog to. */
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

/** The `qq` commands for one range of Qumulo Core versions, in the order in which to run them. */
export interface CoreCommands {
  /** Commands that make the cluster send audit events. The last command shows whether each node is connected. */
  readonly send: readonly string[];
  /** Commands that make the cluster stop sending, to be run before the endpoint is deleted. */
  readonly stop: readonly string[];
}

/** The commands for one cluster, by Qumulo Core version. */
export interface QumuloCommands {
  /** Tells the user which parts of the commands to replace before pasting them. */
  readonly beforeYouPaste: string;
  readonly core6_0To7_8: CoreCommands;
  readonly coreFrom7_9: CoreCommands;
}

/** Arguments of `qumuloCommands`. */
export interface Destination {
  /** Name of the cluster. Example: `prodnas`. */
  readonly cluster: string;
  readonly endpoint: SyslogEndpoint;
  readonly format: "csv" | "json";
  /** Name of the destination on the cluster. Example: `azure-prod`. */
  readonly name: string;
}

/**
 * Returns the `qq` commands that make a cluster send audit events, show the connection status, and stop the sending.
 * Core 7.9.0 introduced other commands, because from that version on a cluster can have up to 20 destinations, each with
 * an id. Core 6.0 introduced the options `--csv` and `--json`.
 * Source: docs.qumulo.com, qq CLI command guide, `audit`, and the vendor's client (qumulo-api on PyPI).
 */
export function qumuloCommands({ cluster, endpoint, format, name }: Destination): QumuloCommands {
  const { address, port } = endpoint;
  const qq = (command: string) => `qq --host ${cluster} ${command}`;
  const signIn = qq("login -u admin");
  const list = qq("audit_list_destinations");
  return {
    beforeYouPaste: `If the name ${cluster} does not resolve, replace it with the address of one of its nodes. Replace ID with the number that audit_list_destinations shows for ${name}.`,
    core6_0To7_8: {
      send: [
        signIn,
        qq(`audit_set_syslog_config --enable --${format} --server-address ${address} --server-port ${port}`),
        qq("audit_get_syslog_status"),
      ],
      stop: [signIn, qq("audit_set_syslog_config --disable")],
    },
    coreFrom7_9: {
      send: [
        signIn,
        qq(`audit_create_destination --name ${name} --type SYSLOG --${format} -s ${address} -p ${port} --enable`),
        list,
        qq("audit_get_destination_status --id ID"),
      ],
      stop: [signIn, list, qq("audit_modify_destination --id ID --disable")],
    },
  };
}

/** Returns a link that opens a query in the workspace. The portal expects the query gzipped and base64-encoded. */
export function portalLink(environment: string, workspaceId: string, query: string): string {
  const packed = encodeURIComponent(gzipSync(query).toString("base64"));
  const blade = "#view/Microsoft_OperationsManagementSuite_Workspace/Logs.ReactView";
  const resource = encodeURIComponent(workspaceId);
  return `${cloudOf(environment).portal}/${blade}/resourceId/${resource}/source/LogsBlade.AnalyticsShareLinkToQuery/q/${packed}/timespan/P1D`;
}

/** The query that the output `portalLink` opens. */
export const FIRST_QUERY = "QumuloEvents\n| sort by EventTime desc\n| take 100";

export interface NextStepsArgs {
  readonly clusterNames: readonly string[];
  /** The endpoints that the clusters send to, without duplicates. */
  readonly endpoints: readonly SyslogEndpoint[];
  readonly hasArc: boolean;
  /** Whether the new workspace accepts events, or queries, only through an Azure Monitor Private Link Scope. */
  readonly isPrivate: boolean;
  readonly contact?: string;
  /** Commands that the owners of peered VNets must run. */
  readonly reversePeerings: readonly string[];
  /**
   * Ids of this stack's machines, which the stack that owns the functions must list in `events.forwarders`. Empty if
   * this stack owns the functions.
   */
  readonly unverified: readonly string[];
}

/**
 * Returns the steps after `pulumi up`, in order. If a step names its command, the step ends with this command, so that it is
 * easy to copy.
 */
export function nextSteps(args: NextStepsArgs): string[] {
  const { clusterNames, endpoints, hasArc, isPrivate, contact, reversePeerings, unverified } = args;
  return [
    ...(unverified.length > 0
      ? [
          `In the stack that owns the functions of this workspace, add these ids to events.forwarders, so that events from these machines count as verified: ${unverified.join(", ")}`,
        ]
      : []),
    ...reversePeerings.map((command) => `Have the owner of the peered network run: ${command}`),
    ...(hasArc
      ? [
          "Save the script for your syslog server: pulumi stack output arcOnboardingScript > onboard.sh",
          "Run the script on that server; at its end, it prints a command that adds the server to arc.servers: sudo bash onboard.sh",
          "On your computer, run the command that the script has printed, and then deploy: pulumi up",
        ]
      : []),
    ...endpoints.map(
      ({ address, port }) =>
        `From an address in clusters[].nodeCidrs, check that the endpoint answers: nc -vz ${address} ${port}`,
    ),
    ...(isPrivate
      ? [
          "Add the workspace, and collection.endpointId if it is set, to your Azure Monitor Private Link Scope. The workspace's id: pulumi stack output workspaceResourceId",
        ]
      : []),
    `Make ${clusterNames.join(", ")} send, with the commands under "send" for its version of Core: pulumi stack output qumuloCommands`,
    "After up to 20 minutes, open the first events: pulumi stack output portalLink",
    'Before pulumi destroy --run-program, run the commands under "stop", because old versions of Core may hang when their endpoint is gone: pulumi stack output qumuloCommands',
    ...(contact === undefined ? [] : [`Contact for questions: ${contact}`]),
  ];
}
