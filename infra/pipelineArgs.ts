import type * as pulumi from "@pulumi/pulumi";
import type { AuditPipelineArgs } from "../components/auditPipeline";
import { cloudOf } from "../components/cloud";
import type { AgentSettings } from "../components/collection/agentSettings";
import { rules } from "../components/detections/rules";
import { mergedFilter } from "../components/filter/mergeRules";
import { parseImage } from "../components/forwarder/image";
import { lastUsable } from "../components/network/addresses";
import type { Site } from "../components/network/network";
import { CONTACT_TAG } from "../components/resourceContext";
import { type Recipients, recipientsOf } from "./settings/alertsSchema";
import { ruleSettings } from "./settings/detectionChoice";
import type { Settings } from "./settings/schema";
import { newWorkspace } from "./settings/workspaceSchema";

/** What `pipelineArgs` needs in addition to the settings. */
export interface PipelineContext {
  readonly stack: string;
  /** The provider's Azure cloud. Example: `public`. */
  readonly environment: string;
  /** Returns the provider for the subscription in a resource id; `undefined` for the stack's own subscription. */
  readonly providerFor: (id: string) => pulumi.ProviderResource | undefined;
}

/**
 * Converts the settings to the arguments of `AuditPipeline`. No other module knows both the settings and the component.
 */
export function pipelineArgs(settings: Settings, context: PipelineContext): AuditPipelineArgs {
  const { location, resourceGroup, forwarder, arc, collection, events, contact, tags, ignoreTags } = settings;
  const filter = mergedFilter(events);
  const cloud = cloudOf(context.environment);
  return {
    location,
    resourceGroup: resourceGroup.existing,
    tags: { ...tags, ...(contact === undefined ? {} : { [CONTACT_TAG]: contact }) },
    ignoreTags,
    workspace: workspaceOf(settings, context),
    machines: machinesOf(settings, context),
    drainEndpoint: forwarder.drain ? cloud.resourceManager : undefined,
    arc: {
      stack: context.stack,
      cloud: cloud.azcmagentName,
      port: forwarder.port,
      filter,
      senders: settings.clusters.filter((cluster) => !sendsToAzure(cluster)),
      servers: arc.servers.map(({ id, agentInstalledBy }) => ({
        id,
        agent: agentSettings(settings, agentInstalledBy),
        provider: context.providerFor(id),
      })),
      onboardingPrincipalId: arc.onboarding?.principalId,
    },
    collectionEndpointId: collection.endpointId,
    events: {
      filter,
      table: events.table,
      plan: events.plan,
      functionOwner: events.functionOwner,
      forwarders: events.forwarders,
    },
    alerts: alertsOf(settings),
  };
}

function alertsOf(settings: Settings): AuditPipelineArgs["alerts"] {
  const { detections, alerts, secrets } = settings;
  if (detections.mode === "off") return undefined;
  const recipients = detections.mode === "alert" ? recipientsOf(alerts) : undefined;
  const withAddresses = ({ emails, webhooks }: Recipients) => ({
    emails,
    webhooks: webhooks.map((name) => ({ name, address: secrets.webhooks[name] ?? "" })),
  });
  const chosen = rules(ruleSettings(settings));
  if (chosen.length === 0) return undefined;
  return {
    rules: chosen,
    recipients: recipients && {
      high: withAddresses(recipients.high),
      medium: withAddresses(recipients.medium),
      low: withAddresses(recipients.low),
    },
  };
}

function workspaceOf({ workspace }: Settings, { providerFor }: PipelineContext): AuditPipelineArgs["workspace"] {
  const { existingId } = workspace;
  if (existingId !== undefined) return { existingId, provider: providerFor(existingId) };
  const { retentionInDays, totalRetentionInDays, dailyCapGb, publicIngestion, publicQuery, deleteOnDestroy } =
    newWorkspace(workspace);
  return { retentionInDays, totalRetentionInDays, dailyCapGb, publicIngestion, publicQuery, deleteOnDestroy };
}

function machinesOf(settings: Settings, context: PipelineContext): AuditPipelineArgs["machines"] {
  const { clusters, network, forwarder, events } = settings;
  const { subnetPrefix } = network;
  const site = siteOf(settings, context);
  const endpointAddress = machineEndpoint(settings);
  const { count, zones, size, sshPublicKey, encryptionAtHost, spoolGiB, deleteOnDestroy, port, attempt } = forwarder;
  const senders = clusters.filter(sendsToAzure);
  if (!site || !subnetPrefix || !endpointAddress || !sshPublicKey) return undefined;
  return {
    network: { site, subnetPrefix, nodeCidrs: senders.flatMap(({ nodeCidrs }) => nodeCidrs) },
    forwarders: {
      count,
      zones,
      size,
      image: parseImage(forwarder.image),
      sshPublicKey,
      encryptionAtHost,
      spoolGiB,
      deleteOnDestroy,
      endpointAddress,
      port,
      attempt,
      senders,
      filter: mergedFilter(events),
      agent: agentSettings(settings, forwarder.agentInstalledBy),
    },
  };
}

const agentSettings = (
  { forwarder, collection }: Settings,
  installedBy: AgentSettings["installedBy"],
): AgentSettings => ({
  installedBy,
  version: forwarder.agentVersion,
  endpointId: collection.endpointId,
  proxy: collection.proxy,
});

function siteOf({ network }: Settings, { providerFor }: PipelineContext): Site | undefined {
  const { existingSubnetId, existingVnetId, addressSpace, routeTableId } = network;
  if (existingSubnetId !== undefined) return { existingSubnetId };
  const egress = { nat: network.egress !== "existing", routeTableId };
  if (existingVnetId !== undefined) return { existingVnetId, egress };
  if (addressSpace === undefined) return undefined;
  const peerings = network.peerings.map(({ vnetId, reverse, useRemoteGateways, allowForwardedTraffic }) => ({
    vnetId,
    reverse,
    useRemoteGateways,
    allowForwardedTraffic,
    provider: reverse === "create" ? providerFor(vnetId) : undefined,
  }));
  return { addressSpace, egress, peerings };
}

type Cluster = Settings["clusters"][number];

/** Whether a cluster sends to the machines in Azure, not to the Arc server beside it. */
const sendsToAzure = ({ kind, remote }: Cluster): boolean => kind === "azureNative" || remote;

/** Returns the address of the endpoint in Azure; `undefined` if the stack has no machines. */
function machineEndpoint({ forwarder, network: { endpointAddress, subnetPrefix } }: Settings): string | undefined {
  if (forwarder.count === 0) return undefined;
  return endpointAddress ?? (subnetPrefix === undefined ? undefined : lastUsable(subnetPrefix));
}

/** Returns the address that a cluster sends to. */
export function endpointOf(settings: Settings, cluster: Cluster): string {
  const address = sendsToAzure(cluster) ? machineEndpoint(settings) : settings.arc.endpointAddress;
  if (address === undefined)
    throw new Error(`cluster ${cluster.name} has no endpoint, although the settings passed all checks`);
  return address;
}

/** Returns the stack's endpoint address: the one in Azure, or the Arc servers' if the stack has no machines. */
export function mainEndpoint(settings: Settings): string {
  const address = machineEndpoint(settings) ?? settings.arc.endpointAddress;
  if (address === undefined) throw new Error("the stack has no endpoint, although the settings passed all checks");
  return address;
}
