import { gzipSync } from "node:zlib";
import { cloudOf } from "../components/cloud";

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

/** The `qq` lines for one generation of Qumulo Core, each in the order in which a person runs them. */
export interface CoreCommands {
  /** They make the cluster send; the last one shows for every node whether it is connected. */
  readonly send: readonly string[];
  /** They end it, before the endpoint goes. */
  readonly stop: readonly string[];
}

/** Commands for one cluster, by its version of Qumulo Core. */
export interface QumuloCommands {
  /** What a person puts in before the lines are pasted. */
  readonly beforeYouPaste: string;
  readonly core6_0To7_8: CoreCommands;
  readonly coreFrom7_9: CoreCommands;
}

/** What `qumuloCommands` is about. */
export interface Destination {
  /** Name of the cluster. Example: `prodnas`. */
  readonly cluster: string;
  readonly endpoint: SyslogEndpoint;
  readonly format: "csv" | "json";
  /** Name of the destination on the cluster. Example: `azure-prod`. */
  readonly name: string;
}

/**
 * The `qq` lines that make a cluster send, show that it does, and end it. The vendor changed the commands in Core 7.9.0,
 * where a cluster got up to 20 destinations with ids of their own; `--csv` and `--json` came with Core 6.0.
 * Source: docs.qumulo.com, qq CLI command guide, `audit`, and the vendor's client (qumulo-api on PyPI).
 */
export function qumuloCommands({ cluster, endpoint, format, name }: Destination): QumuloCommands {
  const { address, port } = endpoint;
  const qq = (command: string) => `qq --host ${cluster} ${command}`;
  const signIn = qq("login -u admin");
  const list = qq("audit_list_destinations");
  return {
    beforeYouPaste: `Where the name ${cluster} does not resolve, put an address of one of its nodes in its place; ID is the number that audit_list_destinations shows for ${name}.`,
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

/** A link that opens a query in the workspace: the portal takes it gzipped, in base64. */
export function portalLink(environment: string, workspaceId: string, query: string): string {
  const packed = encodeURIComponent(gzipSync(query).toString("base64"));
  const blade = "#view/Microsoft_OperationsManagementSuite_Workspace/Logs.ReactView";
  const resource = encodeURIComponent(workspaceId);
  return `${cloudOf(environment).portal}/${blade}/resourceId/${resource}/source/LogsBlade.AnalyticsShareLinkToQuery/q/${packed}/timespan/P1D`;
}

/** The query that a person wants first. */
export const FIRST_QUERY = "QumuloEvents\n| sort by EventTime desc\n| take 100";

export interface NextStepsArgs {
  readonly clusterNames: readonly string[];
  /** Where the clusters send to, each once. */
  readonly endpoints: readonly SyslogEndpoint[];
  readonly hasArc: boolean;
  /** Whether the workspace that is made can be reached through a private link scope only, for events or for queries. */
  readonly isPrivate: boolean;
  readonly contact?: string;
  /** Commands for the owners of peered VNets. */
  readonly reversePeerings: readonly string[];
  /** Ids of this stack's machines, where another stack owns the functions that verify events. */
  readonly unverified: readonly string[];
}

/** What a person does after `pulumi up`, in order. A command ends its line, so that it can be pasted from there. */
export function nextSteps(args: NextStepsArgs): string[] {
  const { clusterNames, endpoints, hasArc, isPrivate, contact, reversePeerings, unverified } = args;
  return [
    ...(unverified.length > 0
      ? [
          `In the stack that owns the functions of this workspace, put these into events.forwarders, so that events that come through them count as verified: ${unverified.join(", ")}`,
        ]
      : []),
    ...reversePeerings.map((command) => `Have the owner of the peered network run: ${command}`),
    ...(hasArc
      ? [
          "Write the script for your syslog server: pulumi stack output arcOnboardingScript > onboard.sh",
          "Run the script on that server, name the server in arc.servers and run pulumi up again: sudo bash onboard.sh",
        ]
      : []),
    ...endpoints.map(
      ({ address, port }) =>
        `From an address in clusters[].nodeCidrs, see that the endpoint answers: nc -vz ${address} ${port}`,
    ),
    ...(isPrivate
      ? [
          "Add the workspace, and collection.endpointId where it is set, to your Azure Monitor Private Link Scope; the workspace's id: pulumi stack output workspaceResourceId",
        ]
      : []),
    `Make ${clusterNames.join(", ")} send, by the lines under "send" for its version of Core: pulumi stack output qumuloCommands`,
    "After up to 20 minutes, open the first events: pulumi stack output portalLink",
    'Before pulumi destroy --run-program, run the lines under "stop", because old builds of Core may hang when their endpoint is gone: pulumi stack output qumuloCommands',
    ...(contact === undefined ? [] : [`Questions go to ${contact}.`]),
  ];
}
