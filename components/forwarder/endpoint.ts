import * as azureNetwork from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { syslogContract } from "../syslogContract";

export interface EndpointArgs {
  readonly placement: ResourceContext;
  readonly subnetId: pulumi.Input<string>;
  /** Static address in the subnet; Qumulo is given this one. */
  readonly address: string;
  /** Port that clusters send to; the machines behind have one of their own. Example: 514. */
  readonly port: number;
  /** Whether the region has zones: then the address lies in all of them. */
  readonly zonal: boolean;
}

/**
 * The address that Qumulo sends to: an internal Standard load balancer, also in front of a single machine, so that the
 * address outlives every machine. Old Core builds may hang when theirs is gone.
 */
export class Endpoint extends pulumi.ComponentResource {
  /** Pool that the machines' network interfaces join. */
  readonly backendPoolId: pulumi.Output<string>;

  constructor(name: string, args: EndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:forwarder:Endpoint", name, {}, opts);
    const parts = { frontend: "endpoint", pool: "forwarders", probe: "syslog" } as const;
    const loadBalancerName = `lbi-${name}`;
    // Rules refer to parts of the same load balancer by id, so its id must be known before it is made.
    const id = subscriptionOf(args.subnetId).apply(
      (subscription) =>
        pulumi.interpolate`/subscriptions/${subscription}/resourceGroups/${args.placement.resourceGroupName}/providers/Microsoft.Network/loadBalancers/${loadBalancerName}`,
    );
    const loadBalancer = new azureNetwork.LoadBalancer(
      loadBalancerName,
      {
        ...commonArguments(args.placement),
        loadBalancerName,
        sku: { name: "Standard" },
        frontendIPConfigurations: [
          {
            name: parts.frontend,
            privateIPAllocationMethod: "Static",
            privateIPAddress: args.address,
            subnet: { id: args.subnetId },
            ...(args.zonal ? { zones: ["1", "2", "3"] } : {}),
          },
        ],
        backendAddressPools: [{ name: parts.pool }],
        probes: [
          {
            name: parts.probe,
            protocol: "Tcp",
            port: syslogContract.machinePort,
            intervalInSeconds: 5,
            probeThreshold: 2,
          },
        ],
        loadBalancingRules: [
          {
            name: "syslog",
            protocol: "Tcp",
            frontendPort: args.port,
            backendPort: syslogContract.machinePort,
            frontendIPConfiguration: { id: pulumi.interpolate`${id}/frontendIPConfigurations/${parts.frontend}` },
            backendAddressPool: { id: pulumi.interpolate`${id}/backendAddressPools/${parts.pool}` },
            probe: { id: pulumi.interpolate`${id}/probes/${parts.probe}` },
            // A node holds its session for days: keepalive every minute, the longest idle time, and an honest end.
            enableTcpReset: true,
            idleTimeoutInMinutes: 30,
            enableFloatingIP: false,
          },
        ],
      },
      {
        parent: this,
        // A frontend's zones and address family cannot change in place; a fixed name cannot exist twice.
        deleteBeforeReplace: true,
        ignoreChanges: foreignTags(args.placement),
      },
    );
    this.backendPoolId = pulumi.interpolate`${loadBalancer.id}/backendAddressPools/${parts.pool}`;
    this.registerOutputs({ backendPoolId: this.backendPoolId });
  }
}

const subscriptionOf = (id: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.output(id).apply((text) => text.split("/")[2] ?? "");
