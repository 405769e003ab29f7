import { describe, expect, it } from "vitest";
import { graphOf, type StackName, stacks } from "../exampleStacks";
import { modelErrors, WITHOUT_MODEL } from "./publishedModels";

const modelled = async (name: StackName) =>
  (await graphOf(name)).resources.filter(
    ({ type, custom }) => custom && type.startsWith("azure-native:") && !WITHOUT_MODEL.includes(type.slice(13)),
  );
const names = Object.keys(stacks).filter((name): name is StackName => name in stacks);

describe("resource inputs", () => {
  it.each(names)("match Microsoft's published models in the stack %s", async (name) => {
    for (const { type, inputs, name: resource } of await modelled(name))
      expect([resource, await modelErrors(type, inputs)]).toEqual([resource, []]);
  });

  it.each([
    [
      "network:NetworkInterface",
      { ipConfigurations: [{ name: "a", privateIpAddress: "10.0.0.4" }] },
      "privateIpAddress is not a property",
    ],
    [
      "network:LoadBalancer",
      { probes: [{ name: "a", port: "514", protocol: "Tcp" }] },
      'port is "514", but must be a number',
    ],
    ["compute:Disk", { creationData: { createOption: "Empty" } }, "Disk.location is missing"],
    ["network:LoadBalancer", { provisioningState: "Succeeded" }, "provisioningState can only be set by Azure"],
    ["network:NatGateway", { zones: "1" }, 'NatGateway.zones is "1", but must be a list'],
    ["network:NatGateway", { sku: "Standard" }, 'NatGateway.sku is "Standard", but must be an object'],
    ["network:Subnet", { defaultOutboundAccess: "no" }, "must be true or false"],
    [
      "monitor:ScheduledQueryRule",
      { criteria: { allOf: [{ query: "T", timeAggregate: "Count" }] } },
      "criteria.allOf.0.timeAggregate is not a property",
    ],
    ["network:VirtualNetwork", { location: 7 }, "VirtualNetwork.location is 7, but must be text"],
  ])("do not match these models if a %s has %j", async (type, inputs, error) => {
    expect(await modelErrors(`azure-native:${type}`, inputs)).toEqual([expect.stringContaining(error)]);
  });
});
