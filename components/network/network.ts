import * as azureNetwork from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { resourceId, resourceTypes } from "../resourceId";
import { syslogContract } from "../syslogContract";
import { reversePeeringCommand } from "./peering";
import { securityRules } from "./securityRules";

/** A peering between the new VNet and another VNet. */
export interface Peering {
  readonly vnetId: string;
  /**
   * How the peering in the other direction is created: by the stack, or by the other VNet's owner with a command that the
   * stack prints.
   */
  readonly reverse: "create" | "manual";
  /** Uses the other VNet's VPN or ExpressRoute gateway. */
  readonly useRemoteGateways: boolean;
  readonly allowForwardedTraffic: boolean;
  /** Provider for the other VNet's subscription. Default: the stack's own. */
  readonly provider?: pulumi.ProviderResource;
}

/** The forwarders' subnet: an existing subnet, a new one in an existing VNet, or a new one in a new VNet. */
export type Site =
  | { readonly existingSubnetId: string }
  | { readonly existingVnetId: string; readonly egress: Egress }
  | { readonly addressSpace: string; readonly peerings: readonly Peering[]; readonly egress: Egress };

/** Outbound connectivity of a new subnet: through a NAT gateway, by the routes in an existing route table, or both. */
export interface Egress {
  readonly nat: boolean;
  readonly routeTableId?: string;
}

export interface NetworkSettings {
  readonly site: Site;
  /** Range of the forwarders' subnet. Example: `10.90.0.0/26`. */
  readonly subnetPrefix: string;
  /** Ranges that the cluster nodes connect from. */
  readonly nodeCidrs: readonly string[];
}

export interface NetworkArgs {
  readonly settings: NetworkSettings;
  readonly context: ResourceContext;
  /** Whether the machines use availability zones. If they do, the NAT gateway's address is available in all zones. */
  readonly zonal: boolean;
}

/**
 * The forwarders' subnet with its security group and outbound connectivity.
 *
 * Cost: the NAT gateway is billed per hour and per GB, peering per GB in both directions.
 */
export class Network extends pulumi.ComponentResource {
  readonly subnetId: pulumi.Output<string>;
  /** Security group for the network interfaces. Undefined for a new subnet, which has the security group itself. */
  readonly interfaceSecurityGroupId: pulumi.Output<string> | undefined;
  /** One command for each peering whose other side the other VNet's owner creates. */
  readonly reversePeerings: pulumi.Output<string>[] = [];

  constructor(
    private readonly label: string,
    private readonly args: NetworkArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("qumulo-audit:network:Network", label, {}, opts);
    const { site } = args.settings;
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
    return { parent: this, ignoreChanges: foreignTags(this.args.context.ignoreTags) };
  }

  private createSecurityGroup(): azureNetwork.NetworkSecurityGroup {
    const { nodeCidrs, subnetPrefix } = this.args.settings;
    return new azureNetwork.NetworkSecurityGroup(
      `nsg-${this.label}`,
      {
        ...commonArguments(this.args.context),
        securityRules: securityRules({ nodeCidrs, subnetPrefix, port: syslogContract.machinePort }),
      },
      this.taggable,
    );
  }

  private createVnet({ addressSpace, peerings }: { addressSpace: string; peerings: readonly Peering[] }) {
    const vnet = new azureNetwork.VirtualNetwork(
      `vnet-${this.label}`,
      // The VNet does not list its subnet, which is a separate resource: if both defined the subnet, each would undo the
      // other's changes.
      { ...commonArguments(this.args.context), addressSpace: { addressPrefixes: [addressSpace] } },
      this.taggable,
    );
    // Peerings are created one by one, and the subnet after them: Azure refuses to create a peering while either network is
    // being changed (ReferencedResourceNotProvisioned), and the provider does not retry.
    let before: pulumi.Resource | undefined;
    for (const [index, peering] of peerings.entries())
      before = this.createPeering(vnet, peering, { addressSpace, index, before });
    return { name: vnet.name, resourceGroupName: this.args.context.resourceGroupName, before };
  }

  private createPeering(
    vnet: azureNetwork.VirtualNetwork,
    { vnetId, reverse, useRemoteGateways, allowForwardedTraffic, provider }: Peering,
    { addressSpace, index, before }: { addressSpace: string; index: number; before: pulumi.Resource | undefined },
  ): pulumi.Resource {
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
                // If this VNet's address space changes, the other VNet's peering must be synced. A changed
                // remoteVirtualNetworkAddressSpace makes the engine update the peering, and syncRemoteAddressSpace makes
                // that update a sync. By hand, `az network vnet peering sync` does the same.
                remoteVirtualNetworkAddressSpace: { addressPrefixes: [addressSpace] },
                syncRemoteAddressSpace: "true",
              },
              { parent: this, provider, dependsOn: before },
            ),
          ];
    const ourSide = new azureNetwork.VirtualNetworkPeering(
      `peer-${this.label}-${index}`,
      {
        resourceGroupName: this.args.context.resourceGroupName,
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
        addressPrefix: this.args.settings.subnetPrefix,
        // With Azure's default outbound access, connections leave from addresses that the customer does not own.
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
        ...commonArguments(this.args.context),
        sku: { name: "Standard" },
        publicIPAllocationMethod: "Static",
        ...(this.args.zonal ? { zones: ["1", "2", "3"] } : {}),
      },
      this.taggable,
    );
    return new azureNetwork.NatGateway(
      `ng-${this.label}`,
      { ...commonArguments(this.args.context), sku: { name: "Standard" }, publicIpAddresses: [{ id: address.id }] },
      this.taggable,
    );
  }
}
