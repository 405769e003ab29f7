import type * as pulumi from "@pulumi/pulumi";
import type { AuditPipelineArgs } from "../components/auditPipeline";
import { cloudOf } from "../components/cloud";
import { mergedFilter } from "../components/events/mergeRules";
import { parseImage } from "../components/forwarder/image";
import { lastUsable } from "../components/network/addresses";
import type { Site } from "../components/network/network";
import { CONTACT_TAG } from "../components/resourceContext";
import type { Settings } from "./settings/schema";

/** What the arguments need besides the settings. */
export interface PipelineContext {
  readonly stack: string;
  /** Azure cloud of the provider. Example: `public`. */
  readonly environment: string;
  /** Provider for a resource id of another subscription; `undefined` for the stack's own. */
  readonly providerFor: (id: string) => pulumi.ProviderResource | undefined;
}

/** Turns settings into the arguments of the pipeline: the only place that knows both. */
export function pipelineArgs(settings: Settings, context: PipelineContext): AuditPipelineArgs {
  const { location, resourceGroup, forwarder, arc, collection, contact, tags, ignoreTags } = settings;
  const filter = mergedFilter(settings.events);
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
        agent: agentInstalledBy,
        provider: context.providerFor(id),
      })),
      onboardingPrincipalId: arc.onboarding?.principalId,
    },
    collection: { version: forwarder.agentVersion, ...collection },
    events: { ...settings.events, ...filter },
  };
}

function workspaceOf({ workspace }: Settings, { providerFor }: PipelineContext): AuditPipelineArgs["workspace"] {
  const { existingId, retentionInDays = 90, totalRetentionInDays = 400, dailyCapGb, deleteOnDestroy } = workspace;
  const { publicIngestion = true, publicQuery = true } = workspace;
  return existingId === undefined
    ? { retentionInDays, totalRetentionInDays, dailyCapGb, publicIngestion, publicQuery, deleteOnDestroy }
    : { existingId, provider: providerFor(existingId) };
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
    network: {
      site,
      subnetPrefix,
      nodeCidrs: senders.flatMap(({ nodeCidrs }) => nodeCidrs),
    },
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
    },
    agent: forwarder.agentInstalledBy,
  };
}

function siteOf({ network }: Settings, { providerFor }: PipelineContext): Site | undefined {
  const { existingSubnetId, existingVnetId, addressSpace, peerings, routeTableId } = network;
  if (existingSubnetId !== undefined) return { existingSubnetId };
  const egress = { nat: network.egress !== "existing", routeTableId };
  if (existingVnetId !== undefined) return { existingVnetId, egress };
  if (addressSpace === undefined) return undefined;
  return {
    addressSpace,
    egress,
    peerings: peerings.map((peering) => ({
      ...peering,
      provider: peering.reverse === "create" ? providerFor(peering.vnetId) : undefined,
    })),
  };
}

type Cluster = Settings["clusters"][number];

/** Whether a cluster sends to the machines in Azure; others send to the server beside them. */
const sendsToAzure = ({ kind, remote }: Cluster): boolean => kind === "azureNative" || remote;

/** Address of the machines' endpoint, or `undefined` where there is no machine. */
function machineEndpoint({ forwarder, network: { endpointAddress, subnetPrefix } }: Settings): string | undefined {
  if (forwarder.count === 0) return undefined;
  return endpointAddress ?? (subnetPrefix === undefined ? undefined : lastUsable(subnetPrefix));
}

/** Where a cluster sends to. */
export function endpointOf(settings: Settings, cluster: Cluster): string {
  const address = sendsToAzure(cluster) ? machineEndpoint(settings) : settings.arc.endpointAddress;
  if (address === undefined) throw new Error(`cluster ${cluster.name} has no endpoint, and the settings let it pass`);
  return address;
}

/** The endpoint of the stack as a whole: that of its machines, else that of its Arc servers. */
export function mainEndpoint(settings: Settings): string {
  const address = machineEndpoint(settings) ?? settings.arc.endpointAddress;
  if (address === undefined) throw new Error("the stack has no endpoint, and the settings let it pass");
  return address;
}
