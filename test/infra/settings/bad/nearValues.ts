import { type BadSetting, type Config, cluster, forwarder, good, ids, network } from "./setting";

/** Wrong values, each with its key and a part of the command that sets a legal value. */
const NEAR: readonly (readonly [key: string, config: Config, meant: string])[] = [
  ["workspace.deleteOnDestroy", { workspace: { deleteOnDestroy: "yes" } }, "workspace.deleteOnDestroy true"],
  ["workspace.deleteOnDestroy", { workspace: { deleteOnDestroy: "True" } }, "workspace.deleteOnDestroy true"],
  ["forwarder.drain", forwarder({ drain: "off" }), "forwarder.drain false"],
  ["forwarder.drain", forwarder({ drain: 0 }), "forwarder.drain false"],
  ["forwarder.drain", forwarder({ drain: "maybe" }), "forwarder.drain true"],
  ["workspace.publicQuery", { workspace: { publicQuery: "no" } }, "workspace.publicQuery false"],
  ["clusters[0].kind", cluster({ kind: "AzureNative" }), "clusters[0].kind' azureNative"],
  ["clusters[0].kind", cluster({ kind: "azure" }), "clusters[0].kind' azureNative"],
  ["clusters[0].format", cluster({ format: "JSON" }), "clusters[0].format' json"],
  ["events.keep", { events: { keep: "no-noise" } }, "events.keep noNoise"],
  ["events.keep", { events: { keep: "changes" } }, "events.keep everything"],
  ["events.keep", { events: { keep: "changeOnly" } }, "events.keep changesOnly"],
  ["forwarder.spoolGiB", forwarder({ spoolGiB: 1e9 }), "forwarder.spoolGiB 64"],
  ["forwarder.spoolGiB", forwarder({ spoolGiB: 1 }), "forwarder.spoolGiB 8"],
  ["network.egress", network({ egress: "NAT" }), "network.egress nat"],
  ["workspace.retentionInDays", { workspace: { retentionInDays: "thirty" } }, "workspace.retentionInDays 30"],
  ["workspace.retentionInDays", { workspace: { retentionInDays: "180 days" } }, "workspace.retentionInDays 180"],
  [
    "workspace.retentionInDays",
    { workspace: { retentionInDays: 10000, totalRetentionInDays: 730 } },
    "workspace.retentionInDays 730",
  ],
  ["workspace.retentionInDays", { workspace: { retentionInDays: 45.4 } }, "workspace.retentionInDays 45"],
  // The default, 90 days, would be an error, because it is longer than this total retention.
  [
    "workspace.retentionInDays",
    { workspace: { retentionInDays: "thirty", totalRetentionInDays: 30 } },
    "workspace.retentionInDays 30",
  ],
  ["workspace.totalRetentionInDays", { workspace: { totalRetentionInDays: 1825 } }, "totalRetentionInDays 1826"],
  ["workspace.totalRetentionInDays", { workspace: { totalRetentionInDays: "7 years" } }, "totalRetentionInDays 2556"],
  ["workspace.retentionInDays", { workspace: { retentionInDays: "half" } }, "workspace.retentionInDays 90"],
  // The default would be an error with this total retention, so another legal value is printed.
  [
    "workspace.retentionInDays",
    { workspace: { retentionInDays: "half", totalRetentionInDays: 60 } },
    "workspace.retentionInDays 30",
  ],
  [
    "network.egress",
    { network: { ...good.network, egress: "word", routeTableId: ids.routeTable } },
    "network.egress nat",
  ],
  ["workspace.dailyCapGb", { workspace: { dailyCapGb: "ten GB" } }, "workspace.dailyCapGb 10"],
  ["workspace.dailyCapGb", { workspace: { dailyCapGb: "1,000" } }, "workspace.dailyCapGb 1000"],
  ["forwarder.spoolGiB", forwarder({ spoolGiB: "128GiB" }), "forwarder.spoolGiB 128"],
  ["forwarder.size", forwarder({ size: "standard_d4S_V5" }), "forwarder.size Standard_D4s_v5"],
  ["forwarder.size", forwarder({ size: "Standard_E8pds_v5" }), "forwarder.size Standard_E8ds_v5"],
  ["forwarder.agentVersion", forwarder({ agentVersion: "latest" }), "forwarder.agentVersion auto"],
  ["collection.proxy", { collection: { proxy: "proxy.example.com:8080" } }, "http://proxy.example.com:8080"],
  ["azure-native:location", { "azure-native:location": "west-europe" }, "azure-native:location westeurope"],
];

/** Wrong values for which the printed command sets a legal value. */
export const nearValues: readonly BadSetting[] = NEAR.map(([key, config, meant]) => ({
  when: `a legal value can be suggested: ${JSON.stringify(config)}`,
  config,
  key,
  problem: "",
  fixes: meant,
}));
