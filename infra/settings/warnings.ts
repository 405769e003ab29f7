import { setCommand } from "./messages";
import { isRegionName, nearestRegion, REGIONS, regionName } from "./regions";
import type { Settings } from "./schema";
import { SAMPLE_SSH_KEY } from "./sshKey";

/** What nobody can find out any more. */
const unseen = {
  noNoise: "who looked at names and attributes without reading",
  changesOnly: "who listed or read which file",
} as const;

/** The first ones of a long list. */
const firstOf = (cidrs: readonly string[]): string =>
  cidrs.length > 5 ? `${cidrs.slice(0, 5).join(", ")} and ${cidrs.length - 5} more` : cidrs.join(", ");

/** The warning about a region that is not known here. Azure opens regions, so that it may be right. */
export function unknownRegion(given: string): string | undefined {
  const location = regionName(given);
  if (!isRegionName(location) || REGIONS.includes(location)) return undefined;
  const meant = nearestRegion(location);
  const command = setCommand("azure-native:location", meant ?? "").map(({ command }) => ` ${command}`);
  return `azure-native:location is ${location}, a region that is not known here. If it is new, nothing is wrong.${meant === undefined ? "" : ` Did you mean ${meant}?${command}`}`;
}

/** What is allowed and still worth saying before anything is created, one sentence each. */
export function warningsOf(settings: Settings): string[] {
  const { clusters, workspace, forwarder, network, events, location } = settings;
  return [
    unknownRegion(location),
    forwarder.sshPublicKey === SAMPLE_SSH_KEY &&
      'forwarder.sshPublicKey is the sample key: nobody can log in to these machines. pulumi config set --path forwarder.sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"',
    forwarder.count === 1 &&
      "forwarder.count is 1: while that machine is replaced or patched, nothing takes events and the clusters must buffer.",
    workspace.dailyCapGb !== undefined &&
      `workspace.dailyCapGb: after ${workspace.dailyCapGb} GB in a day the workspace drops every further audit event until the next day. An attacker can reach the cap on purpose.`,
    workspace.publicIngestion === false &&
      "workspace.publicIngestion is false: events wait on the machines until workspace and collection.endpointId belong to an Azure Monitor Private Link Scope that their network reaches.",
    workspace.publicQuery === false &&
      "workspace.publicQuery is false: portalLink and every other query work only from a network that is connected to the workspace's Azure Monitor Private Link Scope.",
    workspace.deleteOnDestroy &&
      "workspace.deleteOnDestroy is true: the workspace goes with pulumi destroy --run-program, and all its audit events with it.",
    forwarder.deleteOnDestroy &&
      "forwarder.deleteOnDestroy is true: spool disks go with pulumi destroy --run-program, and events on them that were not delivered.",
    ...clusters.flatMap(({ name, kind, remote, allowPublicNodes, nodeCidrs }) => [
      kind === "onPremises" &&
        remote &&
        `cluster ${name} sends over a WAN: an outage of the line is an unreachable endpoint. Qumulo Core before 7.9.0.4 and 7.9.1 to 7.9.2.2 may hang then, and every version discards events once its buffer is full.`,
      allowPublicNodes &&
        `cluster ${name} may send from ${firstOf(nodeCidrs)}: syslog over TCP is neither encrypted nor authenticated.`,
    ]),
    events.keep !== "everything" &&
      `events.keep is ${events.keep}: ${unseen[events.keep]} can no longer be seen, not even afterwards.`,
    events.exclude.length > 0 &&
      `events.exclude drops events for good: who knows its ${events.exclude.length === 1 ? "rule" : "rules"} can act unseen.`,
    events.plan === "Basic" &&
      "events.plan is Basic: QumuloEvents cannot be called on such a table, alerts are limited, and rows can be queried for 30 days only (events.table is parsed).",
    network.peerings.some(({ reverse }) => reverse === "manual") &&
      "network.peerings: a peering works only when its other side exists too: see the output whatToDoNext for the command.",
    network.peerings.some(({ reverse, useRemoteGateways }) => reverse === "manual" && useRemoteGateways) &&
      "network.peerings: Azure refuses useRemoteGateways until the other side offers its gateway: leave it out at the first up, have the command run with --allow-gateway-transit, then set it.",
  ].filter((warning) => typeof warning === "string");
}
