import { merged } from "./addresses";

/** Maximum number of ranges in one rule. Source: learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits. */
export const MOST_RANGES_OF_A_RULE = 4000;

export interface SecurityRulesArgs {
  /** Ranges that the nodes of the clusters connect from. */
  readonly nodeCidrs: readonly string[];
  /** Range of the forwarders' subnet. */
  readonly subnetPrefix: string;
  /** Port of the machines. The load balancer replaces the endpoint's port before these rules apply. */
  readonly port: number;
}

/** A rule of a security group, with the property names of Azure. */
export interface SecurityRule {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  readonly direction: "Inbound" | "Outbound";
  readonly access: "Allow" | "Deny";
  readonly protocol: "Tcp" | "*";
  readonly sourcePortRange: string;
  readonly sourceAddressPrefix?: string;
  readonly sourceAddressPrefixes?: string[];
  readonly destinationAddressPrefix: string;
  readonly destinationPortRange?: string;
  readonly destinationPortRanges?: string[];
}

const anyPort = { sourcePortRange: "*" } as const;

/**
 * Who may connect to the forwarders. The rule for the load balancer's probes is needed, because the rule that denies
 * everything takes precedence over Azure's default rule for probes. Without probes, the endpoint forwards nothing.
 */
export const securityRules = ({ nodeCidrs, subnetPrefix, port }: SecurityRulesArgs): SecurityRule[] => [
  {
    name: "AllowSyslogFromClusters",
    description: "Audit events of the Qumulo nodes",
    priority: 100,
    direction: "Inbound",
    access: "Allow",
    protocol: "Tcp",
    ...anyPort,
    sourceAddressPrefixes: merged(nodeCidrs),
    destinationAddressPrefix: subnetPrefix,
    destinationPortRange: String(port),
  },
  {
    name: "AllowLoadBalancerProbes",
    description: "Health probes of the endpoint",
    priority: 110,
    direction: "Inbound",
    access: "Allow",
    protocol: "Tcp",
    ...anyPort,
    sourceAddressPrefix: "AzureLoadBalancer",
    destinationAddressPrefix: subnetPrefix,
    destinationPortRange: String(port),
  },
  {
    name: "DenyOtherInbound",
    description: "Nothing else comes in, SSH neither",
    priority: 4096,
    direction: "Inbound",
    access: "Deny",
    protocol: "*",
    ...anyPort,
    sourceAddressPrefix: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "*",
  },
  {
    name: "DenyLateralMovement",
    description: "A forwarder has no business with the remote access of other machines",
    priority: 100,
    direction: "Outbound",
    access: "Deny",
    protocol: "Tcp",
    ...anyPort,
    sourceAddressPrefix: "*",
    destinationAddressPrefix: "VirtualNetwork",
    destinationPortRanges: ["22", "3389"],
  },
];
