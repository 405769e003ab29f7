import { join } from "node:path";
import { program } from "../infra/program";
import { SAMPLE_SSH_KEY } from "../infra/settings/sshKey";
import type { Graph } from "../simulator/engine/graph";
import { recordProgram } from "../simulator/engine/recordProgram";
import { readStackConfig, type StackConfig } from "../simulator/engine/stackConfig";

export const PROJECT = join(__dirname, "..");

/** The example stacks' subscription. */
export const OWN = "11111111-2222-3333-4444-555555555555";
/** A shared workspace's subscription. */
const SHARED = "99999999-8888-7777-6666-555555555555";
const OTHER = `/subscriptions/${OWN}/resourceGroups/rg-hub/providers`;

/** Ids of resources that exist before the stack. */
export const ids = {
  hub: `${OTHER}/Microsoft.Network/virtualNetworks/vnet-hub`,
  qumulo: `${OTHER}/Microsoft.Network/virtualNetworks/vnet-qumulo`,
  subnet: `${OTHER}/Microsoft.Network/virtualNetworks/vnet-hub/subnets/snet-logs`,
  routeTable: `${OTHER}/Microsoft.Network/routeTables/rt-hub`,
  workspace: `/subscriptions/${SHARED}/resourceGroups/rg-hub/providers/Microsoft.OperationalInsights/workspaces/log-hub`,
  endpoint: `${OTHER}/Microsoft.Insights/dataCollectionEndpoints/dce-hub`,
  servers: ["syslog-1", "syslog-2"].map((name) => `${OTHER}/Microsoft.HybridCompute/machines/${name}`),
  /** A pattern that matches the ids of another stack's machines. */
  otherMachines: `${OTHER}/Microsoft.Compute/virtualMachines/vm-qumulo-west-*`,
};

/** Returns a configuration as the engine passes it to the program. */
export const stackConfig = (settings: Record<string, unknown>, stack = "test"): StackConfig => ({
  project: "qumulo-audit",
  stack,
  values: Object.fromEntries([
    ["azure-native:location", "westeurope"],
    ...Object.entries(settings).map(([key, value]) => [
      key.includes(":") ? key : `qumulo-audit:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ]),
  secretKeys: "secrets" in settings ? ["qumulo-audit:secrets"] : [],
});

const clusters = [
  { name: "prodnas", kind: "azureNative", nodeCidrs: ["10.20.4.0/24", "10.20.5.0/24"] },
  { name: "nas-01", kind: "onPremises", format: "json", nodeCidrs: ["192.168.10.0/26"] },
];
const arc = { endpointAddress: "192.168.10.20", servers: ids.servers.map((id) => ({ id })) };

/** Returns the configuration of a stack that combines many settings, with `count` machines and two Arc servers. */
export const everything = (count = 2) =>
  stackConfig({
    clusters,
    arc: { ...arc, onboarding: { principalId: "22222222-3333-4444-5555-666666666666" } },
    workspace: { retentionInDays: 90, totalRetentionInDays: 730, dailyCapGb: 200 },
    network: {
      addressSpace: "10.90.0.0/24",
      subnetPrefix: "10.90.0.0/26",
      peerings: [
        { vnetId: ids.hub, reverse: "create", useRemoteGateways: true, allowForwardedTraffic: true },
        { vnetId: ids.qumulo, reverse: "manual" },
      ],
    },
    forwarder: { count, zones: ["1", "2", "3"], sshPublicKey: SAMPLE_SSH_KEY, encryptionAtHost: true, spoolGiB: 128 },
    collection: { endpointId: ids.endpoint, proxy: "http://proxy.example.com:3128" },
    events: { forwarders: [ids.otherMachines] },
    detections: {
      mode: "alert",
      rules: {
        massDelete: { threshold: 2000, window: "10m" },
        massRead: { enabled: false },
        treeDelete: { severity: "low" },
      },
      exceptions: [{ detections: ["massRead"], user: "AD\\svc-index", client: "10.1.9.7/32", reason: "the indexer" }],
      adminCidrs: ["10.5.0.0/16"],
      ransomNames: { add: { strongExtensions: ["lockme"] } },
    },
    alerts: {
      high: { emails: ["night-shift@example.com"], webhooks: ["chat"] },
      low: { emails: ["storage@example.com"] },
    },
    secrets: { webhooks: { chat: "https://chat.example.com/hook/1" }, honeyPaths: ["/finance/salaries"] },
    contact: "storage-team@example.com",
    tags: { environment: "test", costCenter: 4711 },
    ignoreTags: ["createdBy"],
  });

/** One stack for each kind of deployment. */
export const stacks = {
  dev: readStackConfig(PROJECT, "dev"),
  prod: readStackConfig(PROJECT, "prod"),
  everything: everything(),
  native: stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: clusters.slice(0, 1),
    network: {
      existingVnetId: ids.qumulo,
      subnetPrefix: "10.20.9.0/27",
      egress: "existing",
      routeTableId: ids.routeTable,
    },
    forwarder: {
      count: 2,
      sshPublicKey: SAMPLE_SSH_KEY,
      agentInstalledBy: "policy",
      agentVersion: "1.35",
      image: "Debian:debian-12:12-gen2:latest",
    },
  }),
  shared: stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: clusters.slice(0, 1),
    resourceGroup: { existing: "rg-landing-zone" },
    workspace: { existingId: ids.workspace },
    network: { existingSubnetId: ids.subnet, subnetPrefix: "10.20.9.0/27", endpointAddress: "10.20.9.10" },
    forwarder: { count: 1, sshPublicKey: SAMPLE_SSH_KEY },
    events: { functionOwner: false },
  }),
  arcOnly: stackConfig({ clusters: clusters.slice(1), forwarder: { count: 0 }, arc }),
  parsed: stackConfig({
    clusters: clusters.slice(1),
    forwarder: { count: 0 },
    arc,
    events: {
      table: "parsed",
      plan: "Basic",
      keep: "changesOnly",
      exclude: [{ users: ["AD\\svc-backup"], operations: ["fs_write_metadata"] }],
    },
  }),
} as const satisfies Record<string, StackConfig>;
export type StackName = keyof typeof stacks;

const recorded = new Map<string, Promise<Graph>>();

/** Returns the resource graph of an example stack, or of its preview. Later calls return the same graph. */
export function graphOf(stack: StackName, preview = false): Promise<Graph> {
  const key = `${stack} ${preview}`;
  const graph = recorded.get(key) ?? recordProgram(program, stacks[stack], preview);
  recorded.set(key, graph);
  return graph;
}
