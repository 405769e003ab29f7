import { merged } from "./addresses";

/**
 * Maximum number of address ranges in one security rule.
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits.
 */
export const MOST_RANGES_OF_A_RULE = 4000;

export interface SecurityRulesArgs {
  /** Ranges that the cluster nodes connect from. */
  readonly nodeCidrs: readonly string[];
  /** Range of the forwarders' subnet. */
  readonly subnetPrefix: string;
  /** Port that the machines listen on. The load balancer maps the endpoint's port to this port before the rules apply. */
  readonly port: number;
}

/** A network security rule, with Azure's property names. */
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
 * Returns the forwarders' security rules. The load balancer's health probes need a rule of their own, because the rule that
 * denies everything else takes precedence over Azure's default rule for probes. Without probes, the endpoint forwards
 * nothing.
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
    description: "Denies all other inbound traffic, including SSH",
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
    description: "Forwarders never need SSH or RDP to other machines",
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
