import { anyOverlap, covers, networkSpaceProblem, overlap } from "../../../components/network/addresses";
import { MOST_RANGES_OF_A_RULE } from "../../../components/network/securityRules";
import { type AzureType, inGroup } from "./azureType";
import { check, inUse, mentions, parentOf, refersTo, textsAt, value, valuesAt } from "./refusal";

/**
 * Returns the inputs whose change replaces a resource in a resource group. `name` is the key of the resource's name.
 */
const forceNewWith = (name: string): readonly string[] => [name, "resourceGroupName", "location"];
const VNET = "learn.microsoft.com/azure/virtual-network/virtual-networks-faq";
const NSG = "learn.microsoft.com/azure/virtual-network/network-security-groups-overview";
const LB = "learn.microsoft.com/azure/load-balancer/components";
const IN_USE = "learn.microsoft.com/azure/virtual-network/troubleshoot-delete-vnet";
const LIMITS = "learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits";
const PEERING = "learn.microsoft.com/azure/virtual-network/virtual-network-troubleshoot-peering-issues";
const SUBNET_TYPE = "azure-native:network:Subnet";

export const securityGroup: AzureType = {
  token: "azure-native:network:NetworkSecurityGroup",
  id: inGroup("Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}"),
  forceNew: forceNewWith("networkSecurityGroupName"),
  refusals: [
    value(
      "securityRules[].priority",
      "SecurityRuleInvalidPriority",
      NSG,
      (priority) => Number(priority) >= 100 && Number(priority) <= 4096,
      "100 to 4096",
    ),
    check("SecurityRuleConflict", NSG, ({ inputs }) => {
      const rules = valuesAt(inputs, "securityRules[]").map(
        (rule) => `${textsAt(rule, "direction")} ${valuesAt(rule, "priority")}`,
      );
      const twice = rules.find((rule, index) => rules.indexOf(rule) !== index);
      return twice === undefined ? undefined : `two rules have ${twice}`;
    }),
    check("SecurityRuleParameterContainsOverlappingPrefixes", NSG, ({ inputs }) =>
      valuesAt(inputs, "securityRules[]").some((rule) => {
        return anyOverlap(textsAt(rule, "sourceAddressPrefixes[]").filter((prefix) => /^\d/.test(prefix)));
      })
        ? "source prefixes of a rule overlap"
        : undefined,
    ),
    check("SecurityRuleTooManyAddressPrefixes", LIMITS, ({ inputs }) =>
      valuesAt(inputs, "securityRules[]").some(
        (rule) => textsAt(rule, "sourceAddressPrefixes[]").length > MOST_RANGES_OF_A_RULE,
      )
        ? `a rule has at most ${MOST_RANGES_OF_A_RULE} ranges`
        : undefined,
    ),
    value(
      "securityRules[].description",
      "SecurityRuleInvalidDescription",
      NSG,
      (text) => String(text).length <= 140,
      "at most 140 characters",
    ),
    inUse("InUseNetworkSecurityGroupCannotBeDeleted", IN_USE, (other, id) =>
      mentions(other, "networkSecurityGroup.id", id),
    ),
  ],
};

export const virtualNetwork: AzureType = {
  token: "azure-native:network:VirtualNetwork",
  id: inGroup("Microsoft.Network/virtualNetworks/{virtualNetworkName}"),
  forceNew: forceNewWith("virtualNetworkName"),
  refusals: [
    value(
      "addressSpace.addressPrefixes[]",
      "InvalidAddressSpace",
      VNET,
      (prefix) => networkSpaceProblem(String(prefix)) === undefined,
      "a network must be a /29 to /2 of addresses that Azure routes",
    ),
    check(
      "InUseSubnetCannotBeDeleted",
      IN_USE,
      ({ id, inputs }, azure) => {
        const spaces = textsAt(inputs, "addressSpace.addressPrefixes[]");
        const left = azure.all
          .filter((other) => other.token === SUBNET_TYPE && parentOf(other.id) === id)
          .find((other) => !spaces.some((space) => covers(space, String(other.inputs.addressPrefix))));
        return left === undefined ? undefined : `the address space no longer holds ${left.id}`;
      },
      ["update"],
    ),
  ],
};

/** Azure writes only one child resource of a network at a time, and refuses other requests, which the provider then retries. */
const oneAtATime = check(
  "AnotherOperationInProgress",
  "github.com/pulumi/pulumi-azure-native/issues/903: subnets of one network are written one after the other",
  ({ id }, azure) => {
    const other = azure.writtenIn(parentOf(id));
    return other === undefined || other === id ? undefined : `Another operation is in progress: ${other}`;
  },
);

export const subnet: AzureType = {
  token: SUBNET_TYPE,
  id: inGroup("Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}"),
  forceNew: ["subnetName", "virtualNetworkName", "resourceGroupName"],
  updates: parentOf,
  cleared: {
    paths: ["networkSecurityGroup", "natGateway", "routeTable"],
    source:
      "hashicorp/terraform-provider-azurerm, subnet_{network_security_group,nat_gateway,route_table}_association: deletes by a PUT without it",
  },
  refusals: [
    oneAtATime,
    check("NetcfgInvalidSubnet", VNET, ({ id, inputs }, azure) => {
      const spaces = textsAt(azure.get(parentOf(id))?.inputs, "addressSpace.addressPrefixes[]");
      return spaces.length === 0 || spaces.some((space) => covers(space, String(inputs.addressPrefix)))
        ? undefined
        : `${inputs.addressPrefix} is not inside the network's ${spaces.join(", ")}`;
    }),
    check("NetcfgSubnetRangesOverlap", VNET, ({ id, inputs }, azure) => {
      const other = azure.all.find(
        (one) =>
          one.token === SUBNET_TYPE &&
          one.id !== id &&
          parentOf(one.id) === parentOf(id) &&
          overlap(String(one.inputs.addressPrefix), String(inputs.addressPrefix)),
      );
      return other === undefined ? undefined : `${inputs.addressPrefix} overlaps ${other.id}`;
    }),
    value(
      "addressPrefix",
      "InvalidCIDRNotation",
      `${VNET}: the smallest subnet is a /29`,
      (prefix) => Number(String(prefix).split("/")[1]) <= 29,
      "a subnet must be a /29 or larger",
    ),
    refersTo("networkSecurityGroup.id", "InvalidResourceReference", VNET),
    refersTo("natGateway.id", "NatGatewayNotFound", VNET),
    check(
      "InUsePrefixCannotBeChanged",
      IN_USE,
      ({ id, inputs, before }, azure) =>
        inputs.addressPrefix !== before?.addressPrefix &&
        azure.all.some((other) => mentions(other, "ipConfigurations[].subnet.id", id))
          ? "the subnet has addresses in use"
          : undefined,
      ["update"],
    ),
    inUse(
      "InUseSubnetCannotBeDeleted",
      IN_USE,
      (other, id) =>
        mentions(other, "ipConfigurations[].subnet.id", id) ||
        mentions(other, "frontendIPConfigurations[].subnet.id", id),
    ),
  ],
};

export const peering: AzureType = {
  token: "azure-native:network:VirtualNetworkPeering",
  id: inGroup(
    "Microsoft.Network/virtualNetworks/{virtualNetworkName}/virtualNetworkPeerings/{virtualNetworkPeeringName}",
  ),
  computed: () => ({ peeringState: "Initiated" }),
  forceNew: ["virtualNetworkPeeringName", "virtualNetworkName", "resourceGroupName"],
  updates: parentOf,
  refusals: [
    oneAtATime,
    check(
      "ReferencedResourceNotProvisioned",
      "github.com/hashicorp/terraform-provider-azurerm/issues/2605, pulumi/pulumi-azure-native/issues/4340",
      ({ inputs }, azure) => {
        const [remote = ""] = textsAt(inputs, "remoteVirtualNetwork.id");
        const other = azure.writtenIn(remote);
        return other && `Cannot proceed because ${remote} is not in Succeeded state; ${other} is being written`;
      },
    ),
    refersTo("remoteVirtualNetwork.id", "RemoteVnetNotFound", PEERING),
    check("VnetAddressSpaceOverlapsWithRemote", PEERING, ({ id, inputs }, azure) => {
      const space = (network: string) => textsAt(azure.get(network)?.inputs, "addressSpace.addressPrefixes[]");
      const [remote = ""] = textsAt(inputs, "remoteVirtualNetwork.id");
      return space(parentOf(id)).some((one) => space(remote).some((other) => overlap(one, other)))
        ? "the address spaces of the two networks overlap"
        : undefined;
    }),
    check(
      "RemotePeeringIsDisconnected",
      `${PEERING}: a gateway needs peerings in both directions`,
      ({ id, inputs }, azure) => {
        const [remote = ""] = textsAt(inputs, "remoteVirtualNetwork.id");
        const reverse = azure.all.some(
          (other) =>
            other.token === "azure-native:network:VirtualNetworkPeering" &&
            parentOf(other.id).toLowerCase() === remote.toLowerCase() &&
            mentions(other, "remoteVirtualNetwork.id", parentOf(id)) &&
            other.inputs.allowGatewayTransit === true,
        );
        return inputs.useRemoteGateways === true && !reverse
          ? "useRemoteGateways needs a peering from the other side with allowGatewayTransit"
          : undefined;
      },
    ),
  ],
};

export const publicAddress: AzureType = {
  token: "azure-native:network:PublicIPAddress",
  id: inGroup("Microsoft.Network/publicIPAddresses/{publicIpAddressName}"),
  // An address from a range that RFC 5737 reserves for documentation.
  computed: () => ({ ipAddress: "203.0.113.10" }),
  forceNew: [...forceNewWith("publicIpAddressName"), "zones"],
  refusals: [
    check(
      "StandardSkuMustBeStatic",
      "learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
      ({ inputs }) =>
        textsAt(inputs, "sku.name")[0] === "Standard" && inputs.publicIPAllocationMethod !== "Static"
          ? "a Standard public address must be Static"
          : undefined,
    ),
    inUse("PublicIPAddressCannotBeDeleted", IN_USE, (other, id) => mentions(other, "publicIpAddresses[].id", id)),
  ],
};

export const natGateway: AzureType = {
  token: "azure-native:network:NatGateway",
  id: inGroup("Microsoft.Network/natGateways/{natGatewayName}"),
  forceNew: [...forceNewWith("natGatewayName"), "zones"],
  refusals: [
    refersTo("publicIpAddresses[].id", "PublicIPAddressNotFound", "learn.microsoft.com/azure/nat-gateway/nat-overview"),
    inUse("InUseNatGatewayCannotBeDeleted", IN_USE, (other, id) => mentions(other, "natGateway.id", id)),
  ],
};

export const networkInterface: AzureType = {
  token: "azure-native:network:NetworkInterface",
  id: inGroup("Microsoft.Network/networkInterfaces/{networkInterfaceName}"),
  forceNew: forceNewWith("networkInterfaceName"),
  refusals: [
    refersTo("ipConfigurations[].subnet.id", "InvalidResourceReference", VNET),
    check("InvalidBackendPoolReference", LB, ({ inputs }, azure) => {
      const missing = textsAt(inputs, "ipConfigurations[].loadBalancerBackendAddressPools[].id").find(
        (pool) => !azure.exists(pool.split("/backendAddressPools/")[0] ?? ""),
      );
      return missing === undefined ? undefined : `${missing} was not found`;
    }),
    inUse(
      "NicInUse",
      "learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors",
      (other, id) => mentions(other, "networkProfile.networkInterfaces[].id", id),
    ),
  ],
};
