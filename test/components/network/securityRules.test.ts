import { describe, expect, it } from "vitest";
import { securityRules } from "../../../components/network/securityRules";

describe("the security rules", () => {
  const rules = securityRules({
    nodeCidrs: ["10.1.2.0/24", "10.1.0.0/16"],
    subnetPrefix: "10.90.0.0/26",
    port: 1514,
  });

  it("allow the clusters and the probes before they deny everything else", () => {
    const inbound = rules.filter(({ direction }) => direction === "Inbound").sort((a, b) => a.priority - b.priority);
    expect(inbound.map(({ name, access }) => [name, access])).toEqual([
      ["AllowSyslogFromClusters", "Allow"],
      ["AllowLoadBalancerProbes", "Allow"],
      ["DenyOtherInbound", "Deny"],
    ]);
    expect(inbound[0]).toMatchObject({
      protocol: "Tcp",
      sourceAddressPrefixes: ["10.1.0.0/16"],
      destinationPortRange: "1514",
    });
    expect(inbound[1]).toMatchObject({ sourceAddressPrefix: "AzureLoadBalancer", destinationPortRange: "1514" });
    expect(inbound[2]).toMatchObject({ protocol: "*", sourceAddressPrefix: "*", destinationPortRange: "*" });
  });

  it("do not allow SSH to a forwarder, and deny SSH and RDP from it to other machines", () => {
    expect(rules.filter((rule) => rule.access === "Allow" && rule.destinationPortRange !== "1514")).toEqual([]);
    expect(rules.find(({ direction }) => direction === "Outbound")).toMatchObject({
      access: "Deny",
      destinationPortRanges: ["22", "3389"],
    });
  });
});
