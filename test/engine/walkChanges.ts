import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { ids, OWN, stackConfig } from "../exampleStacks";

/** A stack's settings, with the keys of a stack file: `clusters`, `network`, `forwarder` and so on. */
export type WalkSettings = Readonly<Record<string, unknown>> & {
  readonly forwarder?: Readonly<Record<string, unknown>>;
};

const cluster = { name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] };
const network = { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" };

/**
 * Returns the configuration of a stack, by default with two machines. Each key in `settings` replaces the default for
 * that key; in `forwarder`, only the given settings replace their defaults.
 */
export const walkStack = (settings: WalkSettings) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [cluster],
    network,
    ...settings,
    forwarder: { count: 2, sshPublicKey: SAMPLE_SSH_KEY, ...settings.forwarder },
  });

const KEYS = ["another", "third"].map((name) => `${SAMPLE_SSH_KEY.split(" ", 2).join(" ")} ${name}`);

/**
 * Changes of forwarder settings that a walk can make. Some changes are left out, because the settings alone cannot revert them:
 * Azure refuses the reverse change, or somebody else or a company policy has to act. These are `forwarder.spoolGiB`, zones,
 * `events.plan` twice in a week, `forwarder.agentInstalledBy` and `events.functionOwner`.
 */
export const ofMachines: readonly WalkSettings[] = [
  { sshPublicKey: KEYS[0] },
  { sshPublicKey: KEYS[1] },
  { size: "Standard_D4s_v5" },
  { size: "Standard_E4-2as_v5" },
  { count: 1 },
  { count: 3 },
  { attempt: 2 },
  { encryptionAtHost: true },
  { image: "Debian:debian-12:12-gen2:latest" },
  { agentVersion: "1.35" },
  { port: 1514 },
  { deleteOnDestroy: true },
  { drain: false },
].map((forwarder) => ({ forwarder }));

/** Changes of other settings that a walk can make. */
export const besideMachines: readonly WalkSettings[] = [
  { clusters: [{ ...cluster, nodeCidrs: ["10.1.2.0/24", "10.1.3.0/24"] }] },
  { clusters: [cluster, { ...cluster, name: "plant", nodeCidrs: ["10.1.4.0/24"] }] },
  { clusters: [{ ...cluster, format: "json" }] },
  { network: { ...network, addressSpace: "10.90.0.0/23" } },
  { network: { ...network, endpointAddress: "10.90.0.50" } },
  { network: { ...network, peerings: [{ vnetId: ids.hub, reverse: "manual" }] } },
  { network: { ...network, peerings: [{ vnetId: ids.hub, reverse: "create" }] } },
  { network: { ...network, egress: "existing", routeTableId: ids.routeTable } },
  { events: { keep: "noNoise" } },
  { events: { exclude: [{ users: ["AD\\svc"] }] } },
  { events: { table: "parsed" } },
  { workspace: { retentionInDays: 60, dailyCapGb: 10 } },
  { workspace: { publicQuery: false } },
  { collection: { endpointId: ids.endpoint } },
  { collection: { proxy: "http://proxy.example.com:3128" } },
  { tags: { costCenter: 4711 } },
  { contact: "storage-team@example.com" },
];
