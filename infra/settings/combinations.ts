import { merged, sizeOf } from "../../components/network/addresses";
import { publicAddressErrors } from "./addresses";
import { askCommand, type ConfigError, keyOf, removeCommand, setCommand } from "./messages";
import { networkErrors, type Valid } from "./networkCombinations";
import { TAKE_SSH_KEY } from "./sshKey";

/** Every rule that joins two settings. Each gives the mistakes it finds. */
const RULES: readonly ((valid: Valid) => ConfigError[])[] = [
  duplicateClusters,
  publicClients,
  everyAddress,
  clusterWithoutEndpoint,
  machinesWithoutClusters,
  existingWorkspaceChanged,
  privateIngestionWithoutEndpoint,
  retentionOrder,
  nobodyMakesTheTable,
  sshKeyMissing,
  arcEndpointMissing,
];

/** Everything wrong between settings that are right each on its own. */
export const combinationErrors = (valid: Valid): ConfigError[] =>
  [...RULES, networkErrors].flatMap((rule) => rule(valid));

function duplicateClusters({ clusters = [] }: Valid): ConfigError[] {
  return clusters.flatMap(({ name }, index) => {
    const earlier = clusters.findIndex((other) => other.name.toLowerCase() === name.toLowerCase());
    const key = keyOf(["clusters", index, "name"]);
    return earlier < index
      ? [
          {
            key,
            problem: `'${name}' is the name of clusters[${earlier}] too`,
            fixes: askCommand(key, `${name.slice(0, 13)}-2`),
          },
        ]
      : [];
  });
}

function publicClients({ clusters = [] }: Valid): ConfigError[] {
  return clusters.flatMap(({ nodeCidrs, allowPublicNodes }, index) =>
    allowPublicNodes
      ? []
      : publicAddressErrors(nodeCidrs).map(({ problem, at = [] }) => ({
          key: keyOf(["clusters", index, "nodeCidrs", ...at]),
          problem,
          fixes: setCommand(keyOf(["clusters", index, "allowPublicNodes"]), true),
        })),
  );
}

/** A way in for everybody is none that a list of ranges says. */
function everyAddress({ clusters = [] }: Valid): ConfigError[] {
  const ranges = clusters.flatMap(({ nodeCidrs }, index) =>
    nodeCidrs.map((cidr, at) => ({ cidr, key: keyOf(["clusters", index, "nodeCidrs", at]) })),
  );
  if (merged(ranges.map(({ cidr }) => cidr)).join() !== "0.0.0.0/0") return [];
  const [widest] = ranges.sort((a, b) => sizeOf(b.cidr) - sizeOf(a.cidr));
  if (widest === undefined) return [];
  const problem = `${widest.cidr} lets in every address that there is, with the other ranges; give those of the nodes: all private ones are 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16`;
  return [{ key: widest.key, problem, fixes: askCommand(widest.key, "10.1.2.0/24") }];
}

/** On premises a forwarder belongs beside the cluster: an outage of the line is an unreachable endpoint. */
function clusterWithoutEndpoint({ clusters = [], forwarder, arc }: Valid): ConfigError[] {
  if (forwarder === undefined || arc === undefined) return [];
  return clusters.flatMap(({ name, kind, remote }, index) => {
    const path = (field: string) => keyOf(["clusters", index, field]);
    if (kind === "azureNative" && forwarder.count === 0) {
      const problem = `${name} runs in Azure, and forwarder.count is 0: it has no endpoint`;
      return [{ key: path("kind"), problem, fixes: setCommand("forwarder.count", 2) }];
    }
    if (kind === "onPremises" && remote && forwarder.count === 0) {
      const problem = `${name} is to send to Azure, and forwarder.count is 0: there is no endpoint in Azure`;
      return [{ key: path("remote"), problem, fixes: setCommand(path("remote"), false) }];
    }
    if (kind === "onPremises" && !remote && arc.endpointAddress === undefined) {
      const problem = `${name} is on premises and has no forwarder beside it: give arc.endpointAddress, or set remote to true, which accepts an endpoint over the WAN`;
      return [
        {
          key: path("remote"),
          problem,
          fixes: askCommand("arc.endpointAddress", "192.168.10.20"),
        },
      ];
    }
    return [];
  });
}

function machinesWithoutClusters({ clusters = [], forwarder, arc }: Valid): ConfigError[] {
  const allBesideArc = clusters.every(({ kind, remote }) => kind === "onPremises" && !remote);
  if (clusters.length === 0 || !allBesideArc || !forwarder?.count || arc?.endpointAddress === undefined) return [];
  const problem = `is ${forwarder.count}, and every cluster sends to arc.endpointAddress: these machines would have nothing to do`;
  return [{ key: "forwarder.count", problem, fixes: setCommand("forwarder.count", 0) }];
}

function existingWorkspaceChanged({ workspace }: Valid): ConfigError[] {
  if (workspace?.existingId === undefined) return [];
  const changed = (
    ["retentionInDays", "totalRetentionInDays", "dailyCapGb", "publicIngestion", "publicQuery"] as const
  ).filter((field) => workspace[field] !== undefined);
  return changed.map((field) => ({
    key: `workspace.${field}`,
    problem: "is for a new workspace; the one in workspace.existingId is never changed",
    fixes: removeCommand(`workspace.${field}`),
  }));
}

/** An agent sends to the workspace's public endpoint, or through an endpoint that a private network reaches. */
function privateIngestionWithoutEndpoint({ workspace, collection }: Valid): ConfigError[] {
  if (workspace?.publicIngestion !== false || workspace.existingId !== undefined) return [];
  if (collection === undefined || collection.endpointId !== undefined) return [];
  const key = "workspace.publicIngestion";
  const problem =
    "is false, and collection.endpointId is missing: no agent could send. Give the data collection endpoint of your Azure Monitor Private Link Scope, or leave the public way open";
  return [{ key, problem, fixes: setCommand(key, true) }];
}

/** A rule into a table that is not there is refused, and in a new workspace no other stack can have made it. */
function nobodyMakesTheTable({ workspace, events }: Valid): ConfigError[] {
  if (workspace === undefined || workspace.existingId !== undefined) return [];
  if (events === undefined || events.functionOwner || events.table !== "parsed") return [];
  const problem =
    "is false, and events.table is parsed: in a new workspace nobody else makes the table QumuloAudit_CL before this stack needs it";
  return [{ key: "events.functionOwner", problem, fixes: setCommand("events.functionOwner", true) }];
}

function retentionOrder({ workspace }: Valid): ConfigError[] {
  const { retentionInDays = 90, totalRetentionInDays = 400 } = workspace ?? {};
  if (totalRetentionInDays >= retentionInDays || workspace?.existingId !== undefined) return [];
  const problem = `${totalRetentionInDays} days in all are less than the ${retentionInDays} days of workspace.retentionInDays`;
  return [
    {
      key: "workspace.totalRetentionInDays",
      problem,
      fixes: setCommand("workspace.totalRetentionInDays", retentionInDays),
    },
  ];
}

function sshKeyMissing({ forwarder }: Valid): ConfigError[] {
  if (forwarder === undefined || forwarder.count === 0 || forwarder.sshPublicKey !== undefined) return [];
  const problem = "is missing: machines are made with a key and no password";
  return [{ key: "forwarder.sshPublicKey", problem, fixes: [TAKE_SSH_KEY] }];
}

function arcEndpointMissing({ arc }: Valid): ConfigError[] {
  if (arc === undefined || arc.servers.length === 0 || arc.endpointAddress !== undefined) return [];
  const problem = "is missing: the address of the syslog server that the clusters send to";
  return [{ key: "arc.endpointAddress", problem, fixes: askCommand("arc.endpointAddress", "192.168.10.20") }];
}
