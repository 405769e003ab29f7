import {
  contains,
  covers,
  isReserved,
  lastUsable,
  networkOf,
  networkSpaceProblem,
  overlap,
  RESERVED_PER_SUBNET,
} from "../../components/network/addresses";
import { parseResourceId, resourceTypes } from "../../components/resourceId";
import { isRange, subnetSizeError } from "./addresses";
import { askCommand, type ConfigError, type Fix, keyOf, removeCommand, setCommand } from "./messages";
import type { Settings } from "./schema";

/** Settings that passed on their own; a key that did not is missing, and checks that need it keep silent. */
export type Valid = Partial<Settings>;

/** Every rule about the network and what it joins. */
const RULES: readonly ((valid: Valid) => ConfigError[])[] = [
  oneNetwork,
  subnetPrefixMissing,
  subnetOutsideSpace,
  subnetTooSmall,
  rangeOfNoNetwork,
  spaceOverlapsClients,
  endpointAddressMissing,
  endpointAddressOutside,
  endpointAddressReserved,
  peeringsWithoutOwnNetwork,
  peeringTwice,
  twoRemoteGateways,
  natInExistingSubnet,
  noWayOut,
  routeTableInExistingSubnet,
  networkInOtherSubscription,
];

/** What is wrong between settings of the network, and between these and others. */
export const networkErrors = (valid: Valid): ConfigError[] => RULES.flatMap((rule) => rule(valid));

const isOwnNetwork = (network: Settings["network"]): boolean => network.existingSubnetId === undefined;

/** Only a person knows which addresses are free. */
const OWN_NETWORK: readonly Fix[] = [
  ...askCommand("network.addressSpace", "10.90.0.0/24"),
  ...askCommand("network.subnetPrefix", "10.90.0.0/26"),
];

/** An own subnet has a default; of an existing one only a person knows which address is free. */
const anotherAddress = (network: Settings["network"]): readonly Fix[] => {
  const example = network.subnetPrefix === undefined ? "10.90.0.62" : lastUsable(network.subnetPrefix);
  return isOwnNetwork(network)
    ? removeCommand("network.endpointAddress")
    : askCommand("network.endpointAddress", example);
};

/** A range of 64 addresses that begins where the given one does, which is enough for every count of machines. */
function roomyPrefix(near: string, space: string | undefined): readonly Fix[] {
  const prefix = networkOf(`${near.split("/")[0]}/26`);
  return space === undefined || covers(space, prefix) ? setCommand("network.subnetPrefix", prefix) : OWN_NETWORK;
}

function oneNetwork({ network, forwarder }: Valid): ConfigError[] {
  if (network === undefined || forwarder === undefined) return [];
  const given = (["existingVnetId", "existingSubnetId", "addressSpace"] as const).filter(
    (field) => network[field] !== undefined,
  );
  if (given.length > 1) {
    const problem = `${given.join(" and ")} exclude each other: give one`;
    return [{ key: "network", problem, fixes: given.slice(1).flatMap((field) => removeCommand(`network.${field}`)) }];
  }
  if (given.length === 0 && forwarder.count > 0) {
    const problem = "says neither existingVnetId, existingSubnetId nor addressSpace: the machines have no place";
    const { subnetPrefix } = network;
    const fixes = subnetPrefix === undefined ? OWN_NETWORK : askCommand("network.addressSpace", subnetPrefix);
    return [{ key: "network", problem, fixes: fixes }];
  }
  return [];
}

function subnetPrefixMissing({ network, forwarder }: Valid): ConfigError[] {
  const hasPlace = network?.existingVnetId ?? network?.existingSubnetId ?? network?.addressSpace;
  if (hasPlace === undefined || network?.subnetPrefix !== undefined || forwarder?.count === 0) return [];
  return [
    {
      key: "network.subnetPrefix",
      problem: "is missing: the range of the forwarders' subnet",
      fixes: askCommand("network.subnetPrefix", "10.90.0.0/26"),
    },
  ];
}

function subnetTooSmall({ network, forwarder }: Valid): ConfigError[] {
  if (network?.subnetPrefix === undefined || forwarder === undefined || !isOwnNetwork(network)) return [];
  const finding = subnetSizeError(network.subnetPrefix, forwarder.count, RESERVED_PER_SUBNET);
  if (finding === undefined) return [];
  return [
    {
      key: "network.subnetPrefix",
      problem: finding.problem,
      fixes: roomyPrefix(network.subnetPrefix, network.addressSpace),
    },
  ];
}

function rangeOfNoNetwork({ network }: Valid): ConfigError[] {
  if (network === undefined || !isOwnNetwork(network)) return [];
  const field = network.addressSpace === undefined ? "subnetPrefix" : "addressSpace";
  const range = network[field];
  const found = range === undefined ? undefined : networkSpaceProblem(range);
  if (found === undefined) return [];
  const fixes = field === "addressSpace" ? OWN_NETWORK : askCommand("network.subnetPrefix", "10.90.0.0/26");
  return [{ key: `network.${field}`, problem: `${range}: ${found}`, fixes: fixes }];
}

function subnetOutsideSpace({ network }: Valid): ConfigError[] {
  const { addressSpace, subnetPrefix } = network ?? {};
  if (addressSpace === undefined || subnetPrefix === undefined || covers(addressSpace, subnetPrefix)) return [];
  const problem = `${subnetPrefix} is not inside network.addressSpace ${addressSpace}`;
  const roomy = networkOf(`${addressSpace.split("/")[0]}/26`);
  const inside = covers(addressSpace, roomy) ? roomy : addressSpace;
  return [{ key: "network.subnetPrefix", problem, fixes: setCommand("network.subnetPrefix", inside) }];
}

function spaceOverlapsClients({ network, clusters = [] }: Valid): ConfigError[] {
  const space = network?.addressSpace;
  const client = clusters
    .flatMap(({ nodeCidrs }) => nodeCidrs)
    .find((cidr) => space !== undefined && isRange(cidr) && overlap(space, cidr));
  if (space === undefined || client === undefined) return [];
  const problem = `${space} overlaps ${client} of the clusters: no route can lead to both`;
  return [{ key: "network.addressSpace", problem, fixes: OWN_NETWORK }];
}

function endpointAddressMissing({ network, forwarder }: Valid): ConfigError[] {
  if (network?.existingSubnetId === undefined || network.endpointAddress !== undefined || forwarder?.count === 0)
    return [];
  const problem = "is missing: in an existing subnet only you know which address is free";
  return [{ key: "network.endpointAddress", problem, fixes: anotherAddress(network) }];
}

function endpointAddressOutside({ network }: Valid): ConfigError[] {
  if (network === undefined) return [];
  const { endpointAddress, subnetPrefix } = network;
  if (endpointAddress === undefined || subnetPrefix === undefined || contains(subnetPrefix, endpointAddress)) return [];
  const problem = `${endpointAddress} is not inside network.subnetPrefix ${subnetPrefix}`;
  return [{ key: "network.endpointAddress", problem, fixes: anotherAddress(network) }];
}

function endpointAddressReserved({ network }: Valid): ConfigError[] {
  if (network === undefined) return [];
  const { endpointAddress, subnetPrefix } = network;
  if (endpointAddress === undefined || subnetPrefix === undefined || !contains(subnetPrefix, endpointAddress))
    return [];
  if (!isReserved(subnetPrefix, endpointAddress)) return [];
  const problem = `${endpointAddress} is one of the ${RESERVED_PER_SUBNET} addresses that Azure keeps in ${subnetPrefix}: the first four and the last`;
  return [{ key: "network.endpointAddress", problem, fixes: anotherAddress(network) }];
}

function peeringsWithoutOwnNetwork({ network }: Valid): ConfigError[] {
  if (network === undefined || network.peerings.length === 0 || network.addressSpace !== undefined) return [];
  const problem = "are for a new VNet (network.addressSpace); the peerings of an existing one belong to its owner";
  return [{ key: "network.peerings", problem, fixes: removeCommand("network.peerings") }];
}

function peeringTwice({ network }: Valid): ConfigError[] {
  const ids = (network?.peerings ?? []).map(({ vnetId }) => vnetId.toLowerCase());
  return ids.flatMap((id, index) => {
    const key = keyOf(["network", "peerings", index]);
    return ids.indexOf(id) < index ? [{ key, problem: "names the same VNet again", fixes: removeCommand(key) }] : [];
  });
}

function twoRemoteGateways({ network }: Valid): ConfigError[] {
  const users = (network?.peerings ?? []).flatMap(({ useRemoteGateways }, index) => (useRemoteGateways ? [index] : []));
  return users.slice(1).map((index) => {
    const key = keyOf(["network", "peerings", index, "useRemoteGateways"]);
    return {
      key,
      problem: "is true for a second peering; a VNet can use one remote gateway",
      fixes: setCommand(key, false),
    };
  });
}

function natInExistingSubnet({ network }: Valid): ConfigError[] {
  if (network?.existingSubnetId === undefined || network.egress !== "nat") return [];
  const problem = "nat would change the subnet in network.existingSubnetId, which is not ours";
  return [{ key: "network.egress", problem, fixes: setCommand("network.egress", "existing") }];
}

function noWayOut({ network, forwarder }: Valid): ConfigError[] {
  if (
    network?.egress !== "existing" ||
    !isOwnNetwork(network) ||
    network.routeTableId !== undefined ||
    forwarder?.count === 0
  )
    return [];
  const problem = "existing needs network.routeTableId: a new subnet has no way out of its own";
  return [{ key: "network.egress", problem, fixes: setCommand("network.egress", "nat") }];
}

function routeTableInExistingSubnet({ network }: Valid): ConfigError[] {
  if (network?.existingSubnetId === undefined || network.routeTableId === undefined) return [];
  const problem = "would change the subnet in network.existingSubnetId, which is not ours";
  return [{ key: "network.routeTableId", problem, fixes: removeCommand("network.routeTableId") }];
}

/** A network interface and its VNet lie in one subscription. */
function networkInOtherSubscription({ network, subscriptionId }: Valid): ConfigError[] {
  if (network === undefined || subscriptionId === undefined) return [];
  const ids = [
    ["existingVnetId", resourceTypes.virtualNetwork],
    ["existingSubnetId", resourceTypes.subnet],
  ] as const;
  return ids.flatMap(([field, type]) => {
    const found = parseResourceId(network[field] ?? "", type)?.subscriptionId;
    if (found === undefined || found.toLowerCase() === subscriptionId.toLowerCase()) return [];
    const problem = `lies in subscription ${found}; machines can only join a network of their own subscription ${subscriptionId}`;
    return [{ key: `network.${field}`, problem, fixes: setCommand("azure-native:subscriptionId", found) }];
  });
}
