import { contains, covers, isReserved, overlap, RESERVED_PER_SUBNET } from "../../components/network/addresses";
import { parseResourceId, resourceTypes } from "../../components/resourceId";
import { isRange, publicMistakes, subnetSizeMistake } from "./addresses";
import { keyOf, type Mistake, removeCommand, setCommand } from "./messages";
import type { Settings } from "./schema";

/** Settings that passed on their own; a key that did not is missing, and checks that need it keep silent. */
type Valid = Partial<Settings>;

/** Every rule that joins two settings. Each gives the mistakes it finds. */
const RULES: readonly ((valid: Valid) => Mistake[])[] = [
  duplicateClusters,
  publicClients,
  clusterWithoutEndpoint,
  machinesWithoutClusters,
  existingWorkspaceChanged,
  retentionOrder,
  oneNetwork,
  subnetPrefixMissing,
  subnetTooSmall,
  subnetOutsideSpace,
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
  sshKeyMissing,
  arcEndpointMissing,
];

/** Everything wrong between settings that are right each on its own. */
export const combinationMistakes = (valid: Valid): Mistake[] => RULES.flatMap((rule) => rule(valid));

const isOwnNetwork = (network: Settings["network"]): boolean => network.existingSubnetId === undefined;

function duplicateClusters({ clusters = [] }: Valid): Mistake[] {
  return clusters.flatMap(({ name }, index) => {
    const earlier = clusters.findIndex((other) => other.name.toLowerCase() === name.toLowerCase());
    const key = keyOf(["clusters", index, "name"]);
    return earlier < index
      ? [
          {
            key,
            problem: `'${name}' is the name of clusters[${earlier}] too`,
            mend: [setCommand(key, `${name.slice(0, 13)}-2`)],
          },
        ]
      : [];
  });
}

function publicClients({ clusters = [] }: Valid): Mistake[] {
  return clusters.flatMap(({ clientCidrs, allowPublicClients }, index) =>
    allowPublicClients
      ? []
      : publicMistakes(clientCidrs).map(({ problem, at = [] }) => ({
          key: keyOf(["clusters", index, "clientCidrs", ...at]),
          problem,
          mend: [setCommand(keyOf(["clusters", index, "allowPublicClients"]), true)],
        })),
  );
}

/** On premises a forwarder belongs beside the cluster: an outage of the line is an unreachable endpoint. */
function clusterWithoutEndpoint({ clusters = [], forwarder, arc }: Valid): Mistake[] {
  if (forwarder === undefined || arc === undefined) return [];
  return clusters.flatMap(({ name, kind, remote }, index) => {
    const path = (field: string) => keyOf(["clusters", index, field]);
    if (kind === "azureNative" && forwarder.count === 0) {
      const problem = `${name} runs in Azure, and forwarder.count is 0: it has no endpoint`;
      return [{ key: path("kind"), problem, mend: [setCommand("forwarder.count", 2)] }];
    }
    if (kind === "onPremises" && remote && forwarder.count === 0) {
      const problem = `${name} is to send to Azure, and forwarder.count is 0: there is no endpoint in Azure`;
      return [{ key: path("remote"), problem, mend: [setCommand(path("remote"), false)] }];
    }
    if (kind === "onPremises" && !remote && arc.endpointAddress === undefined) {
      const problem = `${name} is on premises and has no forwarder beside it: give arc.endpointAddress, or accept an endpoint over the WAN with remote`;
      return [
        {
          key: path("remote"),
          problem,
          mend: [setCommand("arc.endpointAddress", "192.168.10.20"), setCommand(path("remote"), true)],
        },
      ];
    }
    return [];
  });
}

function machinesWithoutClusters({ clusters = [], forwarder, arc }: Valid): Mistake[] {
  const allBesideArc = clusters.every(({ kind, remote }) => kind === "onPremises" && !remote);
  if (clusters.length === 0 || !allBesideArc || !forwarder?.count || arc?.endpointAddress === undefined) return [];
  const problem = `is ${forwarder.count}, and every cluster sends to arc.endpointAddress: these machines would have nothing to do`;
  return [{ key: "forwarder.count", problem, mend: [setCommand("forwarder.count", 0)] }];
}

function existingWorkspaceChanged({ workspace }: Valid): Mistake[] {
  if (workspace?.existingId === undefined) return [];
  const changed = (["retentionInDays", "totalRetentionInDays", "dailyCapGb"] as const).filter(
    (field) => workspace[field] !== undefined,
  );
  return changed.map((field) => ({
    key: `workspace.${field}`,
    problem: "is for a new workspace; the one in workspace.existingId is never changed",
    mend: [removeCommand(`workspace.${field}`)],
  }));
}

function retentionOrder({ workspace }: Valid): Mistake[] {
  const { retentionInDays = 90, totalRetentionInDays = 400 } = workspace ?? {};
  if (totalRetentionInDays >= retentionInDays) return [];
  const problem = `${totalRetentionInDays} days in all are less than the ${retentionInDays} days of workspace.retentionInDays`;
  return [
    {
      key: "workspace.totalRetentionInDays",
      problem,
      mend: [setCommand("workspace.totalRetentionInDays", retentionInDays)],
    },
  ];
}

function oneNetwork({ network, forwarder }: Valid): Mistake[] {
  if (network === undefined || forwarder === undefined) return [];
  const given = (["existingVnetId", "existingSubnetId", "addressSpace"] as const).filter(
    (field) => network[field] !== undefined,
  );
  if (given.length > 1) {
    const problem = `${given.join(" and ")} exclude each other: give one`;
    return [{ key: "network", problem, mend: given.slice(1).map((field) => removeCommand(`network.${field}`)) }];
  }
  if (given.length === 0 && forwarder.count > 0) {
    const problem = "says neither existingVnetId, existingSubnetId nor addressSpace: the machines have no place";
    return [
      {
        key: "network",
        problem,
        mend: [setCommand("network.addressSpace", "10.90.0.0/24"), setCommand("network.subnetPrefix", "10.90.0.0/26")],
      },
    ];
  }
  return [];
}

function subnetPrefixMissing({ network, forwarder }: Valid): Mistake[] {
  const hasPlace = network?.existingVnetId ?? network?.existingSubnetId ?? network?.addressSpace;
  if (hasPlace === undefined || network?.subnetPrefix !== undefined || forwarder?.count === 0) return [];
  return [
    {
      key: "network.subnetPrefix",
      problem: "is missing: the range of the forwarders' subnet",
      mend: [setCommand("network.subnetPrefix", "10.90.0.0/26")],
    },
  ];
}

function subnetTooSmall({ network, forwarder }: Valid): Mistake[] {
  if (network?.subnetPrefix === undefined || forwarder === undefined || !isOwnNetwork(network)) return [];
  const finding = subnetSizeMistake(network.subnetPrefix, forwarder.count, RESERVED_PER_SUBNET);
  if (finding === undefined) return [];
  return [
    {
      key: "network.subnetPrefix",
      problem: finding.problem,
      mend: [setCommand("network.subnetPrefix", finding.example ?? "")],
    },
  ];
}

function subnetOutsideSpace({ network }: Valid): Mistake[] {
  const { addressSpace, subnetPrefix } = network ?? {};
  if (addressSpace === undefined || subnetPrefix === undefined || covers(addressSpace, subnetPrefix)) return [];
  const problem = `${subnetPrefix} is not inside network.addressSpace ${addressSpace}`;
  return [
    {
      key: "network.subnetPrefix",
      problem,
      mend: [setCommand("network.subnetPrefix", `${addressSpace.split("/")[0]}/26`)],
    },
  ];
}

function spaceOverlapsClients({ network, clusters = [] }: Valid): Mistake[] {
  const space = network?.addressSpace;
  const client = clusters
    .flatMap(({ clientCidrs }) => clientCidrs)
    .find((cidr) => space !== undefined && isRange(cidr) && cidr !== "0.0.0.0/0" && overlap(space, cidr));
  if (space === undefined || client === undefined) return [];
  const problem = `${space} overlaps ${client} of the clusters: no route can lead to both`;
  return [{ key: "network.addressSpace", problem, mend: [setCommand("network.addressSpace", "10.90.0.0/24")] }];
}

function endpointAddressMissing({ network, forwarder }: Valid): Mistake[] {
  if (network?.existingSubnetId === undefined || network.endpointAddress !== undefined || forwarder?.count === 0)
    return [];
  const problem = "is missing: in an existing subnet only you know which address is free";
  return [{ key: "network.endpointAddress", problem, mend: [setCommand("network.endpointAddress", "10.1.2.62")] }];
}

function endpointAddressOutside({ network }: Valid): Mistake[] {
  const { endpointAddress, subnetPrefix } = network ?? {};
  if (endpointAddress === undefined || subnetPrefix === undefined || contains(subnetPrefix, endpointAddress)) return [];
  const problem = `${endpointAddress} is not inside network.subnetPrefix ${subnetPrefix}`;
  return [{ key: "network.endpointAddress", problem, mend: [removeCommand("network.endpointAddress")] }];
}

function endpointAddressReserved({ network }: Valid): Mistake[] {
  const { endpointAddress, subnetPrefix } = network ?? {};
  if (endpointAddress === undefined || subnetPrefix === undefined || !contains(subnetPrefix, endpointAddress))
    return [];
  if (!isReserved(subnetPrefix, endpointAddress)) return [];
  const problem = `${endpointAddress} is one of the ${RESERVED_PER_SUBNET} addresses that Azure keeps in ${subnetPrefix}: the first four and the last`;
  return [{ key: "network.endpointAddress", problem, mend: [removeCommand("network.endpointAddress")] }];
}

function peeringsWithoutOwnNetwork({ network }: Valid): Mistake[] {
  if (network === undefined || network.peerings.length === 0 || network.addressSpace !== undefined) return [];
  const problem = "are for a new VNet (network.addressSpace); the peerings of an existing one belong to its owner";
  return [{ key: "network.peerings", problem, mend: [removeCommand("network.peerings")] }];
}

function peeringTwice({ network }: Valid): Mistake[] {
  const ids = (network?.peerings ?? []).map(({ vnetId }) => vnetId.toLowerCase());
  return ids.flatMap((id, index) => {
    const key = keyOf(["network", "peerings", index]);
    return ids.indexOf(id) < index ? [{ key, problem: "names the same VNet again", mend: [removeCommand(key)] }] : [];
  });
}

function twoRemoteGateways({ network }: Valid): Mistake[] {
  const users = (network?.peerings ?? []).flatMap(({ useRemoteGateways }, index) => (useRemoteGateways ? [index] : []));
  return users.slice(1).map((index) => {
    const key = keyOf(["network", "peerings", index, "useRemoteGateways"]);
    return {
      key,
      problem: "is true for a second peering; a VNet can use one remote gateway",
      mend: [setCommand(key, false)],
    };
  });
}

function natInExistingSubnet({ network }: Valid): Mistake[] {
  if (network?.existingSubnetId === undefined || network.egress !== "nat") return [];
  const problem = "nat would change the subnet in network.existingSubnetId, which is not ours";
  return [{ key: "network.egress", problem, mend: [setCommand("network.egress", "existing")] }];
}

function noWayOut({ network, forwarder }: Valid): Mistake[] {
  if (
    network?.egress !== "existing" ||
    !isOwnNetwork(network) ||
    network.routeTableId !== undefined ||
    forwarder?.count === 0
  )
    return [];
  const problem = "existing needs network.routeTableId: a new subnet has no way out of its own";
  return [{ key: "network.egress", problem, mend: [setCommand("network.egress", "nat")] }];
}

function routeTableInExistingSubnet({ network }: Valid): Mistake[] {
  if (network?.existingSubnetId === undefined || network.routeTableId === undefined) return [];
  const problem = "would change the subnet in network.existingSubnetId, which is not ours";
  return [{ key: "network.routeTableId", problem, mend: [removeCommand("network.routeTableId")] }];
}

/** A network interface and its VNet lie in one subscription. */
function networkInOtherSubscription({ network, subscriptionId }: Valid): Mistake[] {
  if (network === undefined || subscriptionId === undefined) return [];
  const ids = [
    ["existingVnetId", resourceTypes.virtualNetwork],
    ["existingSubnetId", resourceTypes.subnet],
  ] as const;
  return ids.flatMap(([field, type]) => {
    const found = parseResourceId(network[field] ?? "", type)?.subscriptionId;
    if (found === undefined || found.toLowerCase() === subscriptionId.toLowerCase()) return [];
    const problem = `lies in subscription ${found}; machines can only join a network of their own subscription ${subscriptionId}`;
    return [{ key: `network.${field}`, problem, mend: [`pulumi config set azure-native:subscriptionId ${found}`] }];
  });
}

function sshKeyMissing({ forwarder }: Valid): Mistake[] {
  if (forwarder === undefined || forwarder.count === 0 || forwarder.sshPublicKey !== undefined) return [];
  const mend = [`pulumi config set --path forwarder.sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"`];
  return [{ key: "forwarder.sshPublicKey", problem: "is missing: machines are made with a key and no password", mend }];
}

function arcEndpointMissing({ arc }: Valid): Mistake[] {
  if (arc === undefined || arc.servers.length === 0 || arc.endpointAddress !== undefined) return [];
  const problem = "is missing: the address of the syslog server that the clusters send to";
  return [{ key: "arc.endpointAddress", problem, mend: [setCommand("arc.endpointAddress", "192.168.10.20")] }];
}
