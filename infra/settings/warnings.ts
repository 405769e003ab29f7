import { detectionWarnings } from "./detectionWarnings";
import { setCommand } from "./messages";
import { isRegionName, nearestRegion, REGIONS, regionName } from "./regions";
import type { Settings } from "./schema";
import { SAMPLE_SSH_KEY } from "./sshKey";

/** For each value of `events.keep` that drops events: what nobody can find out later. */
const invisible = {
  noNoise: "who looked at names and attributes without reading",
  changesOnly: "who listed or read which file",
} as const;

/**
 * Returns ranges as one text; of a long list, only the first ranges and the number of the others. Example:
 * `10.0.0.0/24, … and 7 more`.
 */
const firstOf = (cidrs: readonly string[]): string =>
  cidrs.length > 5 ? `${cidrs.slice(0, 5).join(", ")} and ${cidrs.length - 5} more` : cidrs.join(", ");

/**
 * Returns the warning about an unknown region; undefined if the region is known, or if its name is not even possible, which is
 * an error. Azure opens new regions, so an unknown one may be correct.
 */
export function unknownRegion(given: string): string | undefined {
  const location = regionName(given);
  if (!isRegionName(location) || REGIONS.includes(location)) return undefined;
  const meant = nearestRegion(location);
  const command = setCommand("azure-native:location", meant ?? "").map(({ command }) => ` ${command}`);
  return `azure-native:location is ${location}, which is not a known region. If the region is new, nothing is wrong.${meant === undefined ? "" : ` Did you mean ${meant}?${command}`}`;
}

/** Returns warnings about settings that are allowed but risky, to be printed before anything is created. */
export function warningsOf(settings: Settings, now: Date): string[] {
  const { clusters, workspace, forwarder, network, events, location } = settings;
  return [
    unknownRegion(location),
    forwarder.sshPublicKey === SAMPLE_SSH_KEY &&
      'forwarder.sshPublicKey is the sample key: nobody can log in to these machines. pulumi config set --path forwarder.sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"',
    forwarder.count === 1 &&
      "forwarder.count is 1: while that machine is replaced or patched, nothing receives events and the clusters must buffer them.",
    workspace.dailyCapGb !== undefined &&
      `workspace.dailyCapGb: after ${workspace.dailyCapGb} GB in a day the workspace drops every further audit event until the next day. An attacker can reach the cap on purpose.`,
    workspace.publicIngestion === false &&
      "workspace.publicIngestion is false: events stay on the machines until workspace and collection.endpointId belong to an Azure Monitor Private Link Scope that their network reaches.",
    workspace.publicQuery === false &&
      "workspace.publicQuery is false: portalLink and every other query work only from a network that is connected to the workspace's Azure Monitor Private Link Scope.",
    workspace.deleteOnDestroy &&
      "workspace.deleteOnDestroy is true: pulumi destroy --run-program deletes the workspace with all its audit events.",
    forwarder.deleteOnDestroy &&
      "forwarder.deleteOnDestroy is true: pulumi destroy --run-program deletes the spool disks with the events on them that were not delivered.",
    ...clusters.flatMap(({ name, kind, remote, allowPublicNodes, nodeCidrs }) => [
      kind === "onPremises" &&
        remote &&
        `cluster ${name} sends over a WAN: an outage of the line makes the endpoint unreachable. Qumulo Core before 7.9.0.4 and 7.9.1 to 7.9.2.2 may then hang, and every version discards events once its buffer is full.`,
      allowPublicNodes &&
        `cluster ${name} may send from ${firstOf(nodeCidrs)}: syslog over TCP is neither encrypted nor authenticated.`,
    ]),
    events.keep !== "everything" &&
      `events.keep is ${events.keep}: nobody can find out later ${invisible[events.keep]}.`,
    events.exclude.length > 0 &&
      `events.exclude drops events permanently: an attacker who knows its ${events.exclude.length === 1 ? "rule" : "rules"} can act without a trace.`,
    events.plan === "Basic" &&
      "events.plan is Basic: QumuloEvents cannot be called on such a table, alerts are limited, and rows can be queried for 30 days only (events.table is parsed).",
    ...detectionWarnings(settings, now),
    network.peerings.some(({ reverse }) => reverse === "manual") &&
      "network.peerings: a peering works only once its other side exists too: the command is in the output whatToDoNext.",
    network.peerings.some(({ reverse, useRemoteGateways }) => reverse === "manual" && useRemoteGateways) &&
      "network.peerings: Azure refuses useRemoteGateways until the other side offers its gateway: omit it at the first up, have the command run with --allow-gateway-transit, then set it.",
  ].filter((warning) => typeof warning === "string");
}
