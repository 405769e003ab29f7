import { afterAll, beforeAll, expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { findPulumi } from "../../simulator/engine/cli";
import { ids, OWN, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { TestStack } from "./testStack";

const settings = (addressSpace: string) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] }],
    network: {
      addressSpace,
      subnetPrefix: "10.90.0.0/26",
      peerings: [
        { vnetId: ids.hub, reverse: "create", useRemoteGateways: true },
        { vnetId: ids.qumulo, reverse: "create" },
      ],
    },
    forwarder: { count: 1, sshPublicKey: SAMPLE_SSH_KEY },
  });

let stack: TestStack;
beforeAll(async () => {
  Error.stackTraceLimit = 0;
  if (findPulumi() === undefined) return;
  stack = await TestStack.open(settings("10.90.0.0/24"));
});
afterAll(() => {
  if (findPulumi() !== undefined) stack.close();
});
/**
 * Returns the calls to networks, subnets and peerings, starting with the call at index `from`. Peerings are listed under
 * their own network.
 */
const inNetwork = (from: number) =>
  stack.azureState.calls.slice(from).flatMap(({ operation, id }) => {
    const part = /virtualNetworks\/(vnet-[a-z]+)[^/]*(?:\/(subnets|virtualNetworkPeerings)\/)?/.exec(id);
    return part === null ? [] : [`${operation} ${part[1]}${part[2] === undefined ? "" : ` ${part[2]}`}`];
  });

describeWith("engine")("the parts of a network", () => {
  it("are created one at a time, peerings before the subnet, so that Azure accepts each call of the first up", async () => {
    await stack.up();
    expect(inNetwork(0)).toEqual([
      "create vnet-qumulo",
      "create vnet-hub virtualNetworkPeerings",
      "create vnet-qumulo virtualNetworkPeerings",
      "create vnet-qumulo virtualNetworkPeerings",
      "create vnet-qumulo virtualNetworkPeerings",
      "create vnet-qumulo subnets",
    ]);
  });

  it("are updated after a change of the address space: first the network itself, then the other side of each peering", async () => {
    const from = stack.azureState.calls.length;
    await stack.configure(settings("10.90.0.0/23"));
    await stack.up();
    expect(inNetwork(from)).toEqual([
      "update vnet-qumulo",
      "update vnet-hub virtualNetworkPeerings",
      "update vnet-qumulo virtualNetworkPeerings",
    ]);
    const synced = Object.values(stack.azureState.resources).filter(
      ({ inputs }) => inputs.syncRemoteAddressSpace === "true",
    );
    expect(synced.map(({ inputs }) => inputs.remoteVirtualNetworkAddressSpace)).toEqual([
      { addressPrefixes: ["10.90.0.0/23"] },
      { addressPrefixes: ["10.90.0.0/23"] },
    ]);
  });
});
