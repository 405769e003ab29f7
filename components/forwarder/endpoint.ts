import * as azureNetwork from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { commonArguments, foreignTags, type ResourceContext } from "../resourceContext";
import { syslogContract } from "../syslogContract";

export interface EndpointArgs {
  readonly context: ResourceContext;
  readonly subnetId: pulumi.Input<string>;
  /** The endpoint's static address in the subnet. */
  readonly address: string;
  /** Port that clusters send to. The machines always listen on `syslogContract.machinePort`. Example: 514. */
  readonly port: number;
  /** Whether the machines use zones. If they do, the address is available in all zones. */
  readonly zonal: boolean;
}

/**
 * The address that clusters send to: an internal Standard load balancer. There is a load balancer even for a single machine,
 * so that the address stays when the machine is replaced. Old builds of Qumulo Core may hang if their destination disappears.
 */
export class Endpoint extends pulumi.ComponentResource {
  /** Id of the backend pool that contains the machines' network interfaces. */
  readonly backendPoolId: pulumi.Output<string>;

  constructor(name: string, args: EndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("qumulo-audit:forwarder:Endpoint", name, {}, opts);
    const parts = { frontend: "endpoint", pool: "forwarders", probe: "syslog" } as const;
    const loadBalancerName = `lbi-${name}`;
    // The load balancer's rule refers to other parts of the load balancer by id, so the id must be known before the load
    // balancer is created.
    const id = subscriptionOf(args.subnetId).apply(
      (subscription) =>
        pulumi.interpolate`/subscriptions/${subscription}/resourceGroups/${args.context.resourceGroupName}/providers/Microsoft.Network/loadBalancers/${loadBalancerName}`,
    );
    const loadBalancer = new azureNetwork.LoadBalancer(
      loadBalancerName,
      {
        ...commonArguments(args.context),
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
            // A node keeps its session open for days. 30 minutes is the longest idle timeout that the API's reference
            // allows. After a timeout, a TCP reset tells the node that its session has ended.
            enableTcpReset: true,
            idleTimeoutInMinutes: 30,
            enableFloatingIP: false,
          },
        ],
      },
      {
        parent: this,
        // Azure refuses to change a frontend's zones, and two load balancers cannot have the same name.
        deleteBeforeReplace: true,
        ignoreChanges: foreignTags(args.context.ignoreTags),
      },
    );
    this.backendPoolId = pulumi.interpolate`${loadBalancer.id}/backendAddressPools/${parts.pool}`;
    this.registerOutputs({ backendPoolId: this.backendPoolId });
  }
}

const subscriptionOf = (id: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.output(id).apply((text) => text.split("/")[2] ?? "");
