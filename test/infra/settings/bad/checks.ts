import { type BadSetting, forwarder, ids, network } from "./setting";

/** Wrong settings that checks.ts must refuse. */
export const checks: readonly BadSetting[] = [
  {
    when: "a text is not the resource id of its type",
    config: { workspace: { existingId: ids.vnet } },
    key: "workspace.existingId",
    problem: "not the resource id of a Microsoft.OperationalInsights/workspaces",
    fixes: "workspaces/NAME",
  },
  {
    when: "a number is less than its lowest value",
    config: { workspace: { retentionInDays: 7 } },
    key: "workspace.retentionInDays",
    problem: "30 to 730",
    fixes: "retentionInDays 30",
  },
  {
    when: "a network is written as one address",
    config: network({ subnetPrefix: "10.90.0.5" }),
    key: "network.subnetPrefix",
    problem: "a network is more than one address",
    fixes: "network.subnetPrefix 10.90.0.0/26",
  },
  {
    when: "a number is greater than its highest value",
    config: forwarder({ count: 17 }),
    key: "forwarder.count",
    problem: "0 to 16",
    fixes: "forwarder.count 16",
  },
  {
    when: "a load balancer does not support the port",
    config: forwarder({ port: 65_535 }),
    key: "forwarder.port",
    problem: "1 to 65534",
    fixes: "forwarder.port 65534",
  },
];
