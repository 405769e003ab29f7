import { type BadSetting, cluster, network } from "./setting";

/** Wrong settings that addresses.ts must refuse. */
export const addresses: readonly BadSetting[] = [
  {
    when: "a text is not a range",
    config: cluster({ nodeCidrs: ["10.1.2/24"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "not an IPv4 range",
    fixes: "10.1.2.0/24",
  },
  {
    when: "address and prefix length are swapped",
    config: cluster({ nodeCidrs: ["24/10.1.2.0"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "wrong way round",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range is written as a span",
    config: cluster({ nodeCidrs: ["10.1.2.9-10.1.2.1"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "span of addresses",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range has no prefix length",
    config: cluster({ nodeCidrs: ["10.1.2.7"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "no prefix length",
    fixes: "10.1.2.7/32",
  },
  {
    when: "a range has host bits",
    config: cluster({ nodeCidrs: ["10.1.2.7/24"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "the range is 10.1.2.0/24",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range is IPv6",
    config: cluster({ nodeCidrs: ["fd00::/8"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "IPv6",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a range is loopback",
    config: cluster({ nodeCidrs: ["127.0.0.0/16"] }),
    key: "clusters[0].nodeCidrs[0]",
    problem: "every program on a forwarder",
    fixes: "10.1.2.0/24",
  },
  {
    when: "a text is not an address",
    config: network({ endpointAddress: "10.90.0.300" }),
    key: "network.endpointAddress",
    problem: "not an IPv4 address",
    fixes: "10.90.0.62",
  },
];
