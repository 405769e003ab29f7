import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

describe("the network", () => {
  const subnet = "azure-native:network:Subnet";

  it("has a private subnet with a network security group and a NAT gateway if the stack creates everything", async () => {
    const graph = await graphOf("dev");
    expect(graph.only(subnet).inputs).toMatchObject({
      addressPrefix: "10.90.0.0/26",
      defaultOutboundAccess: false,
      networkSecurityGroup: { id: graph.only("azure-native:network:NetworkSecurityGroup").id },
      natGateway: { id: graph.only("azure-native:network:NatGateway").id },
    });
  });

  it("is an existing VNet with an added subnet if the settings name a VNet", async () => {
    const graph = await graphOf("native");
    expect(graph.only(subnet).inputs).toMatchObject({ resourceGroupName: "rg-hub", virtualNetworkName: "vnet-qumulo" });
    expect(graph.only(subnet).inputs.routeTable).toEqual({ id: expect.stringContaining("rt-hub") });
    for (const type of ["VirtualNetwork", "NatGateway", "PublicIPAddress"])
      expect(graph.all(`azure-native:network:${type}`)).toEqual([]);
  });

  it("has the network security group on the network interfaces if the subnet already exists", async () => {
    const graph = await graphOf("shared");
    expect(graph.all(subnet)).toEqual([]);
    const group = graph.only("azure-native:network:NetworkSecurityGroup");
    expect(graph.only("azure-native:network:NetworkInterface").inputs.networkSecurityGroup).toEqual({ id: group.id });
  });

  it("creates both sides of a peering in the right order, or prints the command for the other network's side", async () => {
    const graph = await graphOf("everything");
    const [reverse, ...ours] = graph
      .all("azure-native:network:VirtualNetworkPeering")
      .sort((a, b) => Number(b.name.endsWith("reverse")) - Number(a.name.endsWith("reverse")));
    expect(reverse?.inputs).toMatchObject({ virtualNetworkName: "vnet-hub", allowGatewayTransit: true });
    const viaHub = ours.find(({ inputs }) => inputs.useRemoteGateways === true);
    expect(viaHub && reverse && graph.waitsFor(viaHub, reverse)).toBe(true);
    expect(graph.outputs.whatToDoNext).toEqual(
      expect.arrayContaining([
        expect.stringContaining("az network vnet peering create --subscription 11111111-2222-3333-4444-555555555555"),
      ]),
    );
  });
});

it("only the NAT gateway has a public address", async () => {
  const graph = await graphOf("everything");
  const { id } = graph.only("azure-native:network:PublicIPAddress");
  const users = graph.resources.filter(({ inputs }) => JSON.stringify(inputs).includes(id));
  expect(users.map(({ type }) => type)).toEqual(["azure-native:network:NatGateway"]);
});
