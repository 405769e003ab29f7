import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillTemplate } from "../../components/fileTemplate";
import { isPlatformPatched, parseImage } from "../../components/forwarder/image";
import { reversePeeringCommand } from "../../components/network/peering";
import { securityRules } from "../../components/network/securityRules";
import { parseResourceId, resourceTypes } from "../../components/resourceId";
import { isTotalRetention } from "../../components/workspace/retention";

describe("a file's places", () => {
  it("are filled, and text that goes in is not read again", () => {
    expect(fillTemplate("a @one@ b @two@ me@example.com", { one: "@two@", two: 2 })).toBe("a @two@ b 2 me@example.com");
  });

  it("fail loudly where a value or a place is missing", () => {
    expect(() => fillTemplate("@one@", {})).toThrow("no value for @one@");
    expect(() => fillTemplate("none", { one: 1 })).toThrow("no place for one");
  });
});

describe("a resource id", () => {
  const id =
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s";

  it("is taken apart by its type, without regard to case", () => {
    expect(parseResourceId(id.replace("virtualNetworks", "VIRTUALNETWORKS"), resourceTypes.subnet)).toMatchObject({
      subscriptionId: "11111111-2222-3333-4444-555555555555",
      resourceGroupName: "rg",
      names: ["v", "s"],
    });
  });

  it.each([
    id.replace("/subnets/s", ""),
    `${id}/`,
    id.replace("5555", "xxxx"),
    id.slice(1),
    id.replace("providers", "provider"),
  ])("is refused where it is another one: %s", (other) =>
    expect(parseResourceId(other, resourceTypes.subnet)).toBeUndefined(),
  );

  it("never makes the parser throw", () => {
    fc.assert(
      fc.property(fc.string(), (text) => void expect(parseResourceId(text, resourceTypes.workspace)).toBeUndefined()),
      { numRuns: 2000 },
    );
  });
});

describe("small facts of Azure", () => {
  it("total retention goes by years beyond two", () => {
    expect([3, 4, 400, 730, 731, 1095, 2556, 4383, 4384, 1095.5].map(isTotalRetention)).toEqual([
      false,
      true,
      true,
      true,
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("an image says whether Azure patches it", () => {
    expect(isPlatformPatched(parseImage("canonical:Ubuntu-24_04-LTS:server:latest"))).toBe(true);
    expect(isPlatformPatched(parseImage("Debian:debian-12:12-gen2:latest"))).toBe(false);
    expect(() => parseImage("Debian:debian-12")).toThrow("publisher:offer:sku:version");
  });

  it("the other side of a peering allows its gateway only where we use it", () => {
    const peering = {
      theirVnetId: "/subscriptions/s/resourceGroups/g/providers/p/virtualNetworks/v",
      ourVnetId: "/ours",
      peeringName: "to-us",
    };
    expect(reversePeeringCommand({ ...peering, allowGatewayTransit: true })).toBe(
      "az network vnet peering create --subscription s --resource-group g --vnet-name v --name to-us --remote-vnet /ours --allow-vnet-access --allow-gateway-transit",
    );
    expect(reversePeeringCommand({ ...peering, allowGatewayTransit: false })).not.toContain("gateway");
  });
});

describe("the security rules", () => {
  const rules = securityRules({
    nodeCidrs: ["10.1.2.0/24", "10.1.0.0/16"],
    subnetPrefix: "10.90.0.0/26",
    port: 1514,
  });

  it("let in the clusters and the probes before they refuse the rest", () => {
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

  it("open no port for SSH, and keep a forwarder from other machines' remote access", () => {
    expect(rules.filter((rule) => rule.access === "Allow" && rule.destinationPortRange !== "1514")).toEqual([]);
    expect(rules.find(({ direction }) => direction === "Outbound")).toMatchObject({
      access: "Deny",
      destinationPortRanges: ["22", "3389"],
    });
  });
});
