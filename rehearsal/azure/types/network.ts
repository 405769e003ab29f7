import { type AzureType, inGroup } from "./azureType";

const placed = (name: string): readonly string[] => [name, "resourceGroupName", "location"];

export const securityGroup: AzureType = {
  token: "azure-native:network:NetworkSecurityGroup",
  id: inGroup("Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}"),
  forceNew: placed("networkSecurityGroupName"),
};

export const virtualNetwork: AzureType = {
  token: "azure-native:network:VirtualNetwork",
  id: inGroup("Microsoft.Network/virtualNetworks/{virtualNetworkName}"),
  forceNew: placed("virtualNetworkName"),
};

export const subnet: AzureType = {
  token: "azure-native:network:Subnet",
  id: inGroup("Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}"),
  forceNew: ["subnetName", "virtualNetworkName", "resourceGroupName"],
};

export const peering: AzureType = {
  token: "azure-native:network:VirtualNetworkPeering",
  id: inGroup(
    "Microsoft.Network/virtualNetworks/{virtualNetworkName}/virtualNetworkPeerings/{virtualNetworkPeeringName}",
  ),
  computed: () => ({ peeringState: "Initiated" }),
  forceNew: ["virtualNetworkPeeringName", "virtualNetworkName", "resourceGroupName"],
};

export const publicAddress: AzureType = {
  token: "azure-native:network:PublicIPAddress",
  id: inGroup("Microsoft.Network/publicIPAddresses/{publicIpAddressName}"),
  // A documentation address (RFC 5737).
  computed: () => ({ ipAddress: "203.0.113.10" }),
  forceNew: [...placed("publicIpAddressName"), "zones"],
};

export const natGateway: AzureType = {
  token: "azure-native:network:NatGateway",
  id: inGroup("Microsoft.Network/natGateways/{natGatewayName}"),
  forceNew: [...placed("natGatewayName"), "zones"],
};

export const loadBalancer: AzureType = {
  token: "azure-native:network:LoadBalancer",
  id: inGroup("Microsoft.Network/loadBalancers/{loadBalancerName}"),
  forceNew: placed("loadBalancerName"),
};

export const networkInterface: AzureType = {
  token: "azure-native:network:NetworkInterface",
  id: inGroup("Microsoft.Network/networkInterfaces/{networkInterfaceName}"),
  forceNew: placed("networkInterfaceName"),
};
