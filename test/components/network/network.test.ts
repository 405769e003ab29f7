import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

describe("the network", () => {
  const subnet = "azure-native:network:Subnet";

  it("made for the machines is private, guarded, and has a way out of its own", async () => {
    const graph = await graphOf("dev");
    expect(graph.only(subnet).inputs).toMatchObject({
      addressPrefix: "10.90.0.0/26",
      defaultOutboundAccess: false,
      networkSecurityGroup: { id: graph.only("azure-native:network:NetworkSecurityGroup").id },
      natGateway: { id: graph.only("azure-native:network:NatGateway").id },
    });
  });

  it("inside an existing VNet adds a subnet there and nothing else", async () => {
    const graph = await graphOf("native");
    expect(graph.only(subnet).inputs).toMatchObject({ resourceGroupName: "rg-hub", virtualNetworkName: "vnet-qumulo" });
    expect(graph.only(subnet).inputs.routeTable).toEqual({ id: expect.stringContaining("rt-hub") });
    for (const type of ["VirtualNetwork", "NatGateway", "PublicIPAddress"])
      expect(graph.all(`azure-native:network:${type}`)).toEqual([]);
  });

  it("in an existing subnet guards the interfaces, since the subnet is not ours", async () => {
    const graph = await graphOf("shared");
    expect(graph.all(subnet)).toEqual([]);
    const group = graph.only("azure-native:network:NetworkSecurityGroup");
    expect(graph.only("azure-native:network:NetworkInterface").inputs.networkSecurityGroup).toEqual({ id: group.id });
  });

  it("peers with both sides in the right order, or says the other side's command", async () => {
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

it("no resource but the NAT gateway's has a public address", async () => {
  const graph = await graphOf("everything");
  const { id } = graph.only("azure-native:network:PublicIPAddress");
  const users = graph.resources.filter(({ inputs }) => JSON.stringify(inputs).includes(id));
  expect(users.map(({ type }) => type)).toEqual(["azure-native:network:NatGateway"]);
});
