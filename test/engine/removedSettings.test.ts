import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { ids, OWN, PROJECT, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { exampleOf, settingsBelow } from "../settingsDocument";
import { deployedStack } from "./deployedStack";

const cluster = { name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] };
const network = { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" };
const forwarder = { count: 1, sshPublicKey: SAMPLE_SSH_KEY };
const arc = { endpointAddress: "192.168.10.20", servers: [{ id: ids.servers[0] }] };
const peerings = [{ vnetId: ids.hub, reverse: "create" }];
const base = { clusters: [cluster], network: { ...network, peerings }, forwarder, arc };

/** Returns a key's settings, each with the example from docs/settings.md. */
function examples(key: string): object {
  const all = {};
  for (const setting of settingsBelow([key], key)) {
    let place: object = all;
    for (const [index, step] of setting.valuePath.slice(0, -1).entries()) {
      const isList = typeof setting.valuePath[index + 1] === "number";
      if (!Object.hasOwn(place, step)) Reflect.set(place, step, isList ? [] : {});
      place = Object(Reflect.get(place, step));
    }
    Reflect.set(place, setting.valuePath.at(-1) ?? "", exampleOf(setting));
  }
  return Object(Reflect.get(all, key));
}

/** Groups of settings, by name. A test adds each group to a deployed stack, and then removes it. */
const WITH: Readonly<Record<string, object>> = {
  everything: {
    clusters: [{ ...cluster, format: "json", allowPublicNodes: true, nodeCidrs: ["10.1.2.0/24", "203.0.113.0/24"] }],
    workspace: {
      retentionInDays: 60,
      totalRetentionInDays: 730,
      dailyCapGb: 10,
      publicIngestion: false,
      publicQuery: false,
      deleteOnDestroy: true,
    },
    network: {
      ...network,
      endpointAddress: "10.90.0.50",
      routeTableId: ids.routeTable,
      peerings: [{ ...peerings[0], useRemoteGateways: true, allowForwardedTraffic: true }],
    },
    forwarder: {
      ...forwarder,
      count: 2,
      size: "Standard_D4s_v5",
      image: "Debian:debian-12:12-gen2:latest",
      port: 1514,
      agentVersion: "1.35",
      encryptionAtHost: true,
      deleteOnDestroy: true,
      attempt: 2,
      drain: false,
    },
    arc: {
      ...arc,
      servers: ids.servers.map((id) => ({ id })),
      onboarding: { principalId: "22222222-3333-4444-5555-666666666666" },
    },
    collection: { endpointId: ids.endpoint, proxy: "http://proxy.example.com:3128" },
    events: {
      table: "parsed",
      keep: "noNoise",
      include: [rule("AD\\in")],
      exclude: [rule("AD\\out")],
      forwarders: [ids.otherMachines],
    },
    contact: "storage-team@example.com",
    tags: { costCenter: 4711 },
    ignoreTags: ["createdBy"],
  },
  "the site's own egress": {
    network: { ...network, peerings, egress: "existing", routeTableId: ids.routeTable },
  },
  "everything about detections": {
    // One of the detections exists only for JSON.
    clusters: [{ ...cluster, format: "json" }],
    detections: { ...examples("detections"), mode: "alert" },
    alerts: examples("alerts"),
    secrets: { webhooks: { chat: "https://chat.example.com/hook/1" }, honeyPaths: ["/finance/salaries"] },
  },
  "the cheaper plan": { events: { table: "parsed", plan: "Basic" } },
};

function rule(user: string) {
  const [operations, protocols, pathPrefixes] = [["fs_read_data"], ["nfsv3"], ["/scratch/"]];
  return { operations, protocols, users: [user], clientCidrs: ["10.9.0.0/24"], pathPrefixes };
}

/** Settings that these tests do not remove, with the reason. */
const NOT_REMOVED: Readonly<Record<string, string>> = {
  "clusters[].name": "is required",
  "clusters[].kind": "is about addresses and outputs alone",
  "clusters[].remote": "is about outputs alone",
  "resourceGroup.existing": "decides where everything is made",
  "workspace.existingId": "decides which workspace is used",
  "network.existingVnetId": "decides which network is used",
  "network.existingSubnetId": "decides which network is used",
  "network.addressSpace": "is needed here",
  "network.subnetPrefix": "is needed here",
  "network.peerings[].vnetId": "names the peering",
  "forwarder.zones[]": "is immutable: docs/deploy.md",
  "forwarder.spoolGiB": "cannot shrink: Azure refuses it",
  "forwarder.sshPublicKey": "is needed",
  "forwarder.agentInstalledBy": "leaves the agent to company policy",
  "arc.servers[].agentInstalledBy": "leaves the agent to company policy",
  "events.functionOwner": "leaves functions and table to another stack",
};

/** Returns the paths of all keys in nested settings, in the form that docs/settings.md uses: `clusters[].name`. */
function keysOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => keysOf(one, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, one]) =>
    keysOf(one, ["tags", "secrets.webhooks"].includes(path) ? `${path}.NAME` : path === "" ? name : `${path}.${name}`),
  );
}

const { stack } = deployedStack(stackConfig({ "azure-native:subscriptionId": OWN, ...base }));
// Azure gives each machine a unique id, which the inputs of the agent and the checks contain.
const MACHINE_ID = /(machine |"forceUpdateTag":")[0-9a-f-]{36}/gi;

/**
 * Returns the inputs of the resources in Azure, by resource id. Leaves out retained resources, and removes machine ids and random
 * suffixes from the texts.
 */
function inAzure(): unknown {
  const retained = (id: string) => id.includes("-1-spool") || id.includes("/syslog-2/extensions/");
  const resources = Object.entries(stack.azureState.resources)
    .filter(([id]) => !retained(id))
    .map(([id, { inputs }]) => [id, inputs]);
  const text = JSON.stringify(Object.fromEntries(resources));
  return JSON.parse(text.replace(MACHINE_ID, "$1vmId").replace(/(?<=[a-z0-9])[0-9a-f]{8}(?=["/])/gi, ""));
}

describe("settings that are added to a stack and removed again", () => {
  it("include every setting in docs/settings.md, except those listed with a reason", () => {
    const text = readFileSync(join(PROJECT, "docs/settings.md"), "utf8");
    const documented = [...text.matchAll(/^\| `([^`]+)` \|(?: [^|]* \|){4}$/gm)].map(([, key]) => key ?? "");
    const tried = new Set([
      ...Object.values(WITH).flatMap((settings) => keysOf(settings)),
      ...Object.keys(NOT_REMOVED),
    ]);
    expect(documented.length).toBeGreaterThan(50);
    expect(documented.filter((key) => !tried.has(key))).toEqual([]);
  });

  describeWith("engine")("in a real engine", () => {
    it.each(Object.entries(WITH))("leave all resources in Azure as they were before: %s", async (_, settings) => {
      const before = inAzure();
      await stack.configure(stackConfig({ "azure-native:subscriptionId": OWN, ...base, ...settings }));
      await stack.up();
      expect(inAzure()).not.toEqual(before);
      // Makes the simulated Azure forget the last change of a table's plan, because Azure allows only one per week.
      stack.azureState.switched = [];
      await stack.configure(stackConfig({ "azure-native:subscriptionId": OWN, ...base }));
      await stack.up();
      expect(inAzure()).toEqual(before);
      expect(await stack.up()).toEqual([]);
    });
  });
});
