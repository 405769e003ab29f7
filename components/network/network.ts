import * as azureNetwork from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { resourceId, resourceTypes } from "../resourceId";
import { syslogContract } from "../syslogContract";
import { reversePeeringCommand } from "./peering";
import { securityRules } from "./securityRules";

/** A link from a new VNet to another one. */
export interface Peering {
  readonly vnetId: string;
  /** `create` makes the other side too, `manual` gives the command for its owner. */
  readonly reverse: "create" | "manual";
  /** Uses the other VNet's VPN or ExpressRoute gateway. */
  readonly useRemoteGateways: boolean;
  readonly allowForwardedTraffic: boolean;
  /** Provider for the other VNet's subscription, where it is another one. */
  readonly provider?: pulumi.ProviderResource;
}

/** Where the forwarders' subnet comes from. */
export type Site =
  | { readonly existingSubnetId: string }
  | { readonly existingVnetId: string; readonly egress: Egress }
  | { readonly addressSpace: string; readonly peerings: readonly Peering[]; readonly egress: Egress };

/** Way out of a subnet that is made: a NAT gateway of its own, or what a route table leads to. */
export interface Egress {
  readonly nat: boolean;
  readonly routeTableId?: string;
}

export interface NetworkArgs {
  readonly placement: ResourceContext;
  readonly site: Site;
  /** Range of the forwarders' subnet. Example: `10.90.0.0/26`. */
  readonly subnetPrefix: string;
  /** Ranges that clusters connect from. */
  readonly nodeCidrs: readonly string[];
  /** Whether the region has zones: then the NAT gateway's address lies in all of them. */
  readonly zonal: boolean;
}

/**
 * The forwarders' subnet with its security group and way out, in a new VNet, an existing one, or as it exists.
 *
 * Cost: a NAT gateway by the hour and GB; peering by the GB in both directions.
 */
export class Network extends pulumi.ComponentResource {
  readonly subnetId: pulumi.Output<string>;
  /** For the network interfaces, where the subnet is not ours; `undefined` where the subnet carries it. */
  readonly interfaceSecurityGroupId: pulumi.Output<string> | undefined;
  /** Commands for the owners of peered VNets. */
  readonly reversePeerings: pulumi.Output<string>[] = [];

  constructor(
    private readonly label: string,
    private readonly args: NetworkArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("qumulo-audit:network:Network", label, {}, opts);
    const { site } = args;
    const securityGroup = this.createSecurityGroup();
    if ("existingSubnetId" in site) {
      this.subnetId = pulumi.output(site.existingSubnetId);
      this.interfaceSecurityGroupId = securityGroup.id;
    } else {
      const vnet =
        "existingVnetId" in site
          ? resourceId(site.existingVnetId, resourceTypes.virtualNetwork)
          : this.createVnet(site);
      this.subnetId = this.createSubnet(vnet, securityGroup, site.egress).id;
      this.interfaceSecurityGroupId = undefined;
    }
    this.registerOutputs({ subnetId: this.subnetId });
  }

  private get taggable() {
    return { parent: this, ignoreChanges: foreignTags(this.args.placement) };
  }

  private createSecurityGroup(): azureNetwork.NetworkSecurityGroup {
    return new azureNetwork.NetworkSecurityGroup(
      `nsg-${this.label}`,
      {
        ...commonArguments(this.args.placement),
        securityRules: securityRules({ ...this.args, port: syslogContract.machinePort }),
      },
      this.taggable,
    );
  }

  private createVnet({ addressSpace, peerings }: { addressSpace: string; peerings: readonly Peering[] }) {
    const vnet = new azureNetwork.VirtualNetwork(
      `vnet-${this.label}`,
      // The subnet is a resource of its own: VNets that list subnets and subnets beside them fight.
      { ...commonArguments(this.args.placement), addressSpace: { addressPrefixes: [addressSpace] } },
      this.taggable,
    );
    // One after the other, and the subnet after them: Azure refuses a peering while another part of either network is
    // written (ReferencedResourceNotProvisioned), and the provider does not ask again.
    let before: pulumi.Resource | undefined;
    for (const [index, peering] of peerings.entries())
      before = this.createPeering(vnet, { ...peering, addressSpace, index, before });
    return { name: vnet.name, resourceGroupName: this.args.placement.resourceGroupName, before };
  }

  private createPeering(
    vnet: azureNetwork.VirtualNetwork,
    peering: Peering & { addressSpace: string; index: number; before: pulumi.Resource | undefined },
  ): pulumi.Resource {
    const { vnetId, reverse, useRemoteGateways, allowForwardedTraffic, provider, index, before } = peering;
    const theirs = resourceId(vnetId, resourceTypes.virtualNetwork);
    const reverseName = `to-${this.label}`;
    const otherSide =
      reverse === "manual"
        ? []
        : [
            new azureNetwork.VirtualNetworkPeering(
              `peer-${this.label}-${index}-reverse`,
              {
                resourceGroupName: theirs.resourceGroupName,
                virtualNetworkName: theirs.name,
                virtualNetworkPeeringName: reverseName,
                remoteVirtualNetwork: { id: vnet.id },
                allowVirtualNetworkAccess: true,
                allowGatewayTransit: useRemoteGateways,
                // Their side must be told of a new address space of ours: the first changes with it, and the second
                // makes the update a sync, as `az network vnet peering sync` does.
                remoteVirtualNetworkAddressSpace: { addressPrefixes: [peering.addressSpace] },
                syncRemoteAddressSpace: "true",
              },
              { parent: this, provider, dependsOn: before },
            ),
          ];
    const ourSide = new azureNetwork.VirtualNetworkPeering(
      `peer-${this.label}-${index}`,
      {
        resourceGroupName: this.args.placement.resourceGroupName,
        virtualNetworkName: vnet.name,
        remoteVirtualNetwork: { id: vnetId },
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic,
        useRemoteGateways,
      },
      // Azure refuses useRemoteGateways until the other side offers its gateway.
      { parent: this, dependsOn: [...otherSide, ...(before === undefined ? [] : [before])] },
    );
    if (reverse === "manual") {
      this.reversePeerings.push(
        vnet.id.apply((ourVnetId) =>
          reversePeeringCommand({
            theirVnetId: vnetId,
            ourVnetId,
            peeringName: reverseName,
            allowGatewayTransit: useRemoteGateways,
          }),
        ),
      );
    }
    return ourSide;
  }

  private createSubnet(
    vnet: { name: pulumi.Input<string>; resourceGroupName: pulumi.Input<string>; before?: pulumi.Resource | undefined },
    securityGroup: azureNetwork.NetworkSecurityGroup,
    { nat, routeTableId }: Egress,
  ): azureNetwork.Subnet {
    return new azureNetwork.Subnet(
      `snet-${this.label}`,
      {
        resourceGroupName: vnet.resourceGroupName,
        virtualNetworkName: vnet.name,
        addressPrefix: this.args.subnetPrefix,
        // Outbound access that Azure gives by itself goes out under addresses that nobody owns.
        defaultOutboundAccess: false,
        networkSecurityGroup: { id: securityGroup.id },
        ...(nat ? { natGateway: { id: this.createNatGateway().id } } : {}),
        ...(routeTableId === undefined ? {} : { routeTable: { id: routeTableId } }),
      },
      { parent: this, dependsOn: vnet.before },
    );
  }

  private createNatGateway(): azureNetwork.NatGateway {
    const address = new azureNetwork.PublicIPAddress(
      `pip-${this.label}-nat`,
      {
        ...commonArguments(this.args.placement),
        sku: { name: "Standard" },
        publicIPAllocationMethod: "Static",
        ...(this.args.zonal ? { zones: ["1", "2", "3"] } : {}),
      },
      this.taggable,
    );
    return new azureNetwork.NatGateway(
      `ng-${this.label}`,
      { ...commonArguments(this.args.placement), sku: { name: "Standard" }, publicIpAddresses: [{ id: address.id }] },
      this.taggable,
    );
  }
}
