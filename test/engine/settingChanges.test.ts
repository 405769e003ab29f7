import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { ids, OWN, PROJECT, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { deployedStack } from "./deployedStack";

const cluster = { name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] };
const network = { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" };
const forwarder = { count: 2, sshPublicKey: SAMPLE_SSH_KEY };
const arc = { endpointAddress: "192.168.10.20", servers: [{ id: ids.servers[0] }] };
const base = { "azure-native:subscriptionId": OWN, clusters: [cluster], network, forwarder, arc };

/** Changed settings, by the change's name in docs/deploy.md. A test applies each change alone to the base settings. */
const CHANGES: Readonly<Record<string, object>> = {
  "clusters[].nodeCidrs": { clusters: [{ ...cluster, nodeCidrs: ["10.1.2.0/24", "10.1.3.0/24"] }] },
  "clusters[].format": { clusters: [{ ...cluster, format: "json" }] },
  "workspace.retentionInDays": { workspace: { retentionInDays: 60 } },
  "workspace.totalRetentionInDays": { workspace: { totalRetentionInDays: 730 } },
  "workspace.dailyCapGb": { workspace: { dailyCapGb: 10 } },
  "workspace.publicIngestion and collection.endpointId": {
    workspace: { publicIngestion: false },
    collection: { endpointId: ids.endpoint },
  },
  "workspace.publicQuery": { workspace: { publicQuery: false } },
  "workspace.deleteOnDestroy": { workspace: { deleteOnDestroy: true } },
  "network.addressSpace": { network: { ...network, addressSpace: "10.90.0.0/23" } },
  "network.endpointAddress": { network: { ...network, endpointAddress: "10.90.0.50" } },
  "network.peerings": { network: { ...network, peerings: [{ vnetId: ids.hub, reverse: "manual" }] } },
  "network.egress": { network: { ...network, egress: "existing", routeTableId: ids.routeTable } },
  "forwarder.count, one more": { forwarder: { ...forwarder, count: 3 } },
  "forwarder.count, one less": { forwarder: { ...forwarder, count: 1 } },
  "forwarder.size": { forwarder: { ...forwarder, size: "Standard_D4s_v5" } },
  "forwarder.image": { forwarder: { ...forwarder, image: "Debian:debian-12:12-gen2:latest" } },
  "forwarder.spoolGiB": { forwarder: { ...forwarder, spoolGiB: 128 } },
  "forwarder.sshPublicKey": {
    forwarder: { ...forwarder, sshPublicKey: `${SAMPLE_SSH_KEY.split(" ", 2).join(" ")} other` },
  },
  "forwarder.port": { forwarder: { ...forwarder, port: 1514 } },
  "forwarder.agentInstalledBy": { forwarder: { ...forwarder, agentInstalledBy: "policy" } },
  "forwarder.agentVersion": { forwarder: { ...forwarder, agentVersion: "1.35" } },
  "forwarder.encryptionAtHost": { forwarder: { ...forwarder, encryptionAtHost: true } },
  "forwarder.deleteOnDestroy": { forwarder: { ...forwarder, deleteOnDestroy: true } },
  "forwarder.attempt": { forwarder: { ...forwarder, attempt: 2 } },
  "arc.servers, one more": { arc: { ...arc, servers: ids.servers.map((id) => ({ id })) } },
  "arc.servers[].agentInstalledBy": { arc: { ...arc, servers: [{ id: ids.servers[0], agentInstalledBy: "policy" }] } },
  "arc.onboarding.principalId": {
    arc: { ...arc, onboarding: { principalId: "22222222-3333-4444-5555-666666666666" } },
  },
  "collection.endpointId": { collection: { endpointId: ids.endpoint } },
  "collection.proxy": { collection: { proxy: "http://proxy.example.com:3128" } },
  "events.table": { events: { table: "parsed" } },
  "events.table and plan": { events: { table: "parsed", plan: "Basic" } },
  "events.keep": { events: { keep: "changesOnly" } },
  "events.exclude": { events: { exclude: [{ users: ["AD\\svc"] }] } },
  "events.forwarders": { events: { forwarders: ids.servers } },
  "events.functionOwner": { events: { functionOwner: false } },
  "detections.mode, from off to observe": { detections: { mode: "observe" } },
  "detections.mode, from off to alert": {
    detections: { mode: "alert" },
    alerts: { high: { emails: ["night-shift@example.com"] } },
  },
  contact: { contact: "storage-team@example.com" },
  tags: { tags: { costCenter: 4711 } },
};

/** Returns a preview's steps in the short form that docs/deploy.md uses, for example "replace machines 0, 1". */
function short(steps: readonly string[]): string {
  const replaced = steps.flatMap((step) => /^replace (.+)/.exec(step)?.[1] ?? []);
  const rolled = replaced.flatMap((name) => /^vm-qumulo-test-(\d)$/.exec(name)?.[1] ?? []);
  const rest = replaced.filter((name) => !rolled.some((index) => new RegExp(`test-${index}`).test(name)));
  // The resources on a replaced machine are updated as part of the rollout.
  const isOfRollout = (step: string) =>
    rolled.some((index) =>
      new RegExp(`^update (dcra-.*-${index}-\\w+|.*-${index}-agent|vm-.*-${index}-(boot|readiness)-check)$`).test(step),
    );
  const of = (operation: string) =>
    [
      ...new Set(
        steps.flatMap((step) =>
          step.startsWith(`${operation} `) && !isOfRollout(step) ? [step.slice(operation.length + 1)] : [],
        ),
      ),
    ].sort();
  const say = (verb: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : names.length > 9
        ? [`${verb} ${names.length} resources`]
        : [`${verb} ${names.join(", ")}`];
  const parts = [
    ...say("create", of("create")),
    ...say("update", of("update")),
    ...say("replace", rest),
    ...say("replace machines", rolled),
    ...say("delete", of("delete")),
  ];
  // Abbreviates the name prefix as `*`, except in a name that consists only of the prefix.
  return (
    parts
      .join("; ")
      .replaceAll(/(?<![\w-])qumulo-test(?![\w-])/g, "qumulo-STACK")
      .replaceAll("qumulo-test", "*") || "nothing"
  );
}

/** Returns the table in docs/deploy.md: the documented changes by setting. */
const documented = (): Record<string, string> =>
  Object.fromEntries(
    [...readFileSync(join(PROJECT, "docs/deploy.md"), "utf8").matchAll(/^\| `([^|]+)` \| (.+) \|$/gm)].map(
      ([, setting = "", change = ""]) => [setting, change],
    ),
  );

const { stack } = deployedStack(stackConfig(base));

describeWith("engine")("a preview after one change shows exactly the steps in docs/deploy.md:", () => {
  it.each(Object.entries(CHANGES))("%s", async (setting, change) => {
    await stack.configure(stackConfig({ ...base, ...change }));
    const steps = await stack.preview();
    expect([setting, short(steps)]).toEqual([setting, documented()[setting]]);
  });
});
