import { z } from "zod";
import { resourceTypes } from "../../components/resourceId";
import { address, azureId, choice, described, flag, list, networkRange, oneOf } from "./checks";

const peering = z.strictObject({
  vnetId: described(azureId(resourceTypes.virtualNetwork), {
    description: "Id of the VNet to peer the new VNet with.",
  }),
  reverse: oneOf(
    "Who creates the peering in the other direction: `create` for this stack, `manual` for the other VNet's owner, with the `az` command in the output `whatToDoNext`.",
    ["create", "manual"],
    "manual",
  ),
  useRemoteGateways: flag("Uses the other VNet's VPN or ExpressRoute gateway.", false),
  allowForwardedTraffic: flag("Accepts traffic that the other VNet forwards from other networks.", false),
});

const ONE_OF_THREE = "none; machines need this, ";

/** Schema for `network`: the network of the forwarders in Azure. */
export const networkSchema = z
  .strictObject({
    existingVnetId: azureId(resourceTypes.virtualNetwork)
      .optional()
      .meta({
        description: "Id of an existing VNet, in which a subnet is created. Usual for Azure Native Qumulo.",
        default: `${ONE_OF_THREE}\`existingSubnetId\` or \`addressSpace\``,
      }),
    existingSubnetId: azureId(resourceTypes.subnet)
      .optional()
      .meta({
        description: "Id of an existing subnet. It is never changed.",
        default: `${ONE_OF_THREE}\`existingVnetId\` or \`addressSpace\``,
      }),
    addressSpace: networkRange("10.90.0.0/24")
      .optional()
      .meta({
        description: "Range of a new VNet.",
        default: `${ONE_OF_THREE}\`existingVnetId\` or \`existingSubnetId\``,
      }),
    subnetPrefix: networkRange("10.90.0.0/26").optional().meta({
      description: "Range of the forwarders' subnet, new or existing.",
      default: "none; machines need it",
    }),
    endpointAddress: address("10.90.0.62").optional().meta({
      description: "Address of the endpoint, which clusters send to.",
      default: "the last usable address of a new subnet; required in an existing one",
    }),
    peerings: list(peering, 50).default([]).meta({ description: "VNets to peer a new VNet with." }),
    egress: choice(["nat", "existing"]).optional().meta({
      description:
        "How machines reach the internet: `nat` creates a NAT gateway; `existing` uses the existing subnet's routes, or in a new subnet the route table in `network.routeTableId`.",
      example: "existing",
      default: "`nat`; `existing` in an existing subnet",
    }),
    routeTableId: azureId(resourceTypes.routeTable)
      .optional()
      .meta({ description: "Id of the route table for a new subnet." }),
  })
  .prefault({});
