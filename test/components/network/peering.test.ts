import { expect, it } from "vitest";
import { reversePeeringCommand } from "../../../components/network/peering";

it("the command for the other side of a peering allows gateway transit only if the stack uses that side's gateway", () => {
  const peering = {
    theirVnetId: "/subscriptions/s/resourceGroups/g/providers/p/virtualNetworks/v",
    ourVnetId: "/ours",
    peeringName: "to-us",
  };
  expect(reversePeeringCommand({ ...peering, allowGatewayTransit: true })).toBe(
    "az network vnet peering create --subscription s --resource-group g --vnet-name v --name to-us --remote-vnet /ours --allow-vnet-access --allow-gateway-transit",
  );
  expect(reversePeeringCommand({ ...peering, allowGatewayTransit: false })).not.toContain("gateway");
});
