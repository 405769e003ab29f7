import { describe, expect, it } from "vitest";
import { graphOf, type StackName, stacks } from "../exampleStacks";
import { modelMistakes, WITHOUT_MODEL } from "./publishedModels";

const modelled = async (name: StackName) =>
  (await graphOf(name)).resources.filter(
    ({ type, custom }) => custom && type.startsWith("azure-native:") && !WITHOUT_MODEL.includes(type.slice(13)),
  );
const names = Object.keys(stacks).filter((name): name is StackName => name in stacks);

describe("the inputs of every resource", () => {
  it.each(names)("are what Microsoft's published models say, in the stack %s", async (name) => {
    for (const { type, inputs, name: resource } of await modelled(name))
      expect([resource, await modelMistakes(type, inputs)]).toEqual([resource, []]);
  });

  it.each([
    [
      "network:NetworkInterface",
      { ipConfigurations: [{ name: "a", privateIpAddress: "10.0.0.4" }] },
      "privateIpAddress is no",
    ],
    [
      "network:LoadBalancer",
      { probes: [{ name: "a", port: "514", protocol: "Tcp" }] },
      'port is "514", and must be a number',
    ],
    ["compute:Disk", { creationData: { createOption: "Empty" } }, "Disk.location is missing"],
    ["network:LoadBalancer", { provisioningState: "Succeeded" }, "provisioningState is set by Azure alone"],
    ["network:NatGateway", { zones: "1" }, 'NatGateway.zones is "1", and must be a list'],
    ["network:NatGateway", { sku: "Standard" }, 'NatGateway.sku is "Standard", and must be an object'],
    ["network:Subnet", { defaultOutboundAccess: "no" }, "must be true or false"],
    ["network:VirtualNetwork", { location: 7 }, "VirtualNetwork.location is 7, and must be text"],
  ])("would be refused where a %s has %j", async (type, inputs, mistake) => {
    expect(await modelMistakes(`azure-native:${type}`, inputs)).toEqual([expect.stringContaining(mistake)]);
  });
});
