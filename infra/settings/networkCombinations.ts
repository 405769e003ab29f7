import {
  contains,
  covers,
  isReserved,
  lastUsable,
  networkOf,
  networkSpaceProblem,
  overlap,
  RESERVED_PER_SUBNET,
  sizeOf,
} from "../../components/network/addresses";
import { parseResourceId, resourceTypes } from "../../components/resourceId";
import { isRange } from "./addresses";
import { askFor } from "./askFor";
import { askCommand, type ConfigError, type Fix, keyOf, removeCommand, setCommand } from "./messages";
import type { Settings } from "./schema";

/**
 * The settings without the keys that have errors. The remaining keys are valid individually. A rule that needs a
 * missing key reports nothing.
 */
export type Valid = Partial<Settings>;

/** The rules about combinations that include network settings; each rule returns the errors that it finds. */
const RULES: readonly ((valid: Valid) => ConfigError[])[] = [
  oneNetwork,
  subnetPrefixMissing,
  subnetOutsideSpace,
  subnetTooSmall,
  rangeOfNoNetwork,
  spaceOverlapsNodes,
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

/** Returns errors for combinations of network settings with each other or with other settings. */
export const networkErrors = (valid: Valid): ConfigError[] => RULES.flatMap((rule) => rule(valid));

/** Whether the stack creates the subnet. */
const isNewSubnet = (network: Settings["network"]): boolean => network.existingSubnetId === undefined;

/** Returns the commands that ask for a new network's ranges, because only the user knows which addresses are free. */
const askForNetwork = (): readonly Fix[] => [
  ...askFor("network", "addressSpace"),
  ...askFor("network", "subnetPrefix"),
];

/**
 * Returns the fix for a wrong endpoint address. In a new subnet, the fix removes the setting, so that its default
 * applies. In an existing subnet, the fix asks for an address, because only the user knows which one is free.
 */
const anotherAddress = (network: Settings["network"]): readonly Fix[] => {
  const key = "network.endpointAddress";
  const { subnetPrefix } = network;
  if (isNewSubnet(network)) return removeCommand(key);
  return subnetPrefix === undefined ? askFor("network", "endpointAddress") : askCommand(key, lastUsable(subnetPrefix));
};

/**
 * Returns the fix that sets the subnet's range to the /26 around its current address, which is enough for the greatest
 * number of machines. If the /26 is outside the VNet, the fix asks for the ranges of VNet and subnet.
 */
function roomyPrefix(near: string, space: string | undefined): readonly Fix[] {
  const prefix = networkOf(`${near.split("/")[0]}/26`);
  return space === undefined || covers(space, prefix) ? setCommand("network.subnetPrefix", prefix) : askForNetwork();
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
    const problem = "has neither existingVnetId, existingSubnetId nor addressSpace, and the machines need one of them";
    const { subnetPrefix } = network;
    const fixes = subnetPrefix === undefined ? askForNetwork() : askCommand("network.addressSpace", subnetPrefix);
    return [{ key: "network", problem, fixes }];
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
      fixes: askFor("network", "subnetPrefix"),
    },
  ];
}

function subnetTooSmall({ network, forwarder }: Valid): ConfigError[] {
  if (network?.subnetPrefix === undefined || forwarder === undefined || !isNewSubnet(network)) return [];
  const { subnetPrefix, addressSpace } = network;
  const usable = Math.max(sizeOf(subnetPrefix) - RESERVED_PER_SUBNET, 0);
  const needed = forwarder.count + 1;
  if (usable >= needed) return [];
  const problem = `${subnetPrefix} has ${usable} usable addresses (Azure reserves ${RESERVED_PER_SUBNET}); ${forwarder.count} machines and the endpoint need ${needed}`;
  return [{ key: "network.subnetPrefix", problem, fixes: roomyPrefix(subnetPrefix, addressSpace) }];
}

function rangeOfNoNetwork({ network }: Valid): ConfigError[] {
  if (network === undefined || !isNewSubnet(network)) return [];
  const field = network.addressSpace === undefined ? "subnetPrefix" : "addressSpace";
  const range = network[field];
  const problem = range === undefined ? undefined : networkSpaceProblem(range);
  if (problem === undefined) return [];
  const fixes = field === "addressSpace" ? askForNetwork() : askFor("network", "subnetPrefix");
  return [{ key: `network.${field}`, problem: `${range}: ${problem}`, fixes }];
}

function subnetOutsideSpace({ network }: Valid): ConfigError[] {
  const { addressSpace, subnetPrefix } = network ?? {};
  if (addressSpace === undefined || subnetPrefix === undefined || covers(addressSpace, subnetPrefix)) return [];
  const problem = `${subnetPrefix} is not inside network.addressSpace ${addressSpace}`;
  const roomy = networkOf(`${addressSpace.split("/")[0]}/26`);
  const inside = covers(addressSpace, roomy) ? roomy : addressSpace;
  return [{ key: "network.subnetPrefix", problem, fixes: setCommand("network.subnetPrefix", inside) }];
}

function spaceOverlapsNodes({ network, clusters = [] }: Valid): ConfigError[] {
  const space = network?.addressSpace;
  const nodes = clusters
    .flatMap(({ nodeCidrs }) => nodeCidrs)
    .find((cidr) => space !== undefined && isRange(cidr) && overlap(space, cidr));
  if (space === undefined || nodes === undefined) return [];
  const problem = `${space} overlaps ${nodes}, which a cluster's nodes use: no route can lead to both`;
  return [{ key: "network.addressSpace", problem, fixes: askForNetwork() }];
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
  const problem = `${endpointAddress} is one of the ${RESERVED_PER_SUBNET} addresses that Azure reserves in ${subnetPrefix}: the first four and the last`;
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
    return ids.indexOf(id) < index ? [{ key, problem: "is the same VNet again", fixes: removeCommand(key) }] : [];
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
  const problem = "nat would change the existing subnet in network.existingSubnetId";
  return [{ key: "network.egress", problem, fixes: setCommand("network.egress", "existing") }];
}

function noWayOut({ network, forwarder }: Valid): ConfigError[] {
  if (
    network?.egress !== "existing" ||
    !isNewSubnet(network) ||
    network.routeTableId !== undefined ||
    forwarder?.count === 0
  )
    return [];
  const problem = "existing needs network.routeTableId: a new subnet has no way to the internet by itself";
  return [{ key: "network.egress", problem, fixes: setCommand("network.egress", "nat") }];
}

function routeTableInExistingSubnet({ network }: Valid): ConfigError[] {
  if (network?.existingSubnetId === undefined || network.routeTableId === undefined) return [];
  const problem = "would change the existing subnet in network.existingSubnetId";
  return [{ key: "network.routeTableId", problem, fixes: removeCommand("network.routeTableId") }];
}

/** A network interface and its VNet must be in the same subscription. */
function networkInOtherSubscription({ network, subscriptionId }: Valid): ConfigError[] {
  if (network === undefined || subscriptionId === undefined) return [];
  const ids = [
    ["existingVnetId", resourceTypes.virtualNetwork],
    ["existingSubnetId", resourceTypes.subnet],
  ] as const;
  return ids.flatMap(([field, type]) => {
    const found = parseResourceId(network[field] ?? "", type)?.subscriptionId;
    if (found === undefined || found.toLowerCase() === subscriptionId.toLowerCase()) return [];
    const problem = `is in subscription ${found}; machines can only join a network of their own subscription ${subscriptionId}`;
    return [{ key: `network.${field}`, problem, fixes: setCommand("azure-native:subscriptionId", found) }];
  });
}
