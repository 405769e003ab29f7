import { merged, sizeOf } from "../../components/network/addresses";
import { publicAddressErrors } from "./addresses";
import { askFor } from "./askFor";
import { detectionErrors } from "./detectionCombinations";
import { askCommand, type ConfigError, keyOf, removeCommand, setCommand } from "./messages";
import { networkErrors, type Valid } from "./networkCombinations";
import { wholeSchema } from "./schema";
import { hintAt } from "./schemaPaths";
import { TAKE_SSH_KEY } from "./sshKey";
import { newWorkspace } from "./workspaceSchema";

/** The rules that concern more than one setting; each rule returns the errors that it finds. */
const RULES: readonly ((valid: Valid) => ConfigError[])[] = [
  duplicateClusters,
  publicNodes,
  everyAddress,
  clusterWithoutEndpoint,
  machinesWithoutClusters,
  existingWorkspaceChanged,
  privateIngestionWithoutEndpoint,
  retentionOrder,
  tableWithoutOwner,
  sshKeyMissing,
  arcEndpointMissing,
];

/** Returns errors for settings that are valid individually but not together. */
export const combinationErrors = (valid: Valid): ConfigError[] =>
  [...RULES, networkErrors, detectionErrors].flatMap((rule) => rule(valid));

function duplicateClusters({ clusters = [] }: Valid): ConfigError[] {
  return clusters.flatMap(({ name }, index) => {
    const earlier = clusters.findIndex((other) => other.name.toLowerCase() === name.toLowerCase());
    const key = keyOf(["clusters", index, "name"]);
    return earlier < index
      ? [
          {
            key,
            problem: `'${name}' is also the name of clusters[${earlier}]`,
            fixes: askCommand(key, `${name.slice(0, 13)}-2`),
          },
        ]
      : [];
  });
}

function publicNodes({ clusters = [] }: Valid): ConfigError[] {
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

/** Refuses ranges that together contain every IPv4 address, because they would allow every host to send. */
function everyAddress({ clusters = [] }: Valid): ConfigError[] {
  const ranges = clusters.flatMap(({ nodeCidrs }, index) =>
    nodeCidrs.map((cidr, at) => ({ cidr, path: ["clusters", index, "nodeCidrs", at] })),
  );
  if (merged(ranges.map(({ cidr }) => cidr)).join() !== "0.0.0.0/0") return [];
  const [widest] = ranges.sort((a, b) => sizeOf(b.cidr) - sizeOf(a.cidr));
  if (widest === undefined) return [];
  const problem = `${widest.cidr} and the other ranges contain every IPv4 address; give only the nodes' ranges: all private addresses are in 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16`;
  return [{ key: keyOf(widest.path), problem, fixes: askFor(...widest.path) }];
}

/** Returns the default of `forwarder.count`. */
const defaultCount = (): number => Number(hintAt(wholeSchema, ["forwarder", "count"], "default"));

/**
 * Refuses clusters without an endpoint. An on-premises cluster needs a forwarder beside it, unless the user sets
 * `remote` and so accepts that the endpoint in Azure is unreachable during a WAN outage.
 */
function clusterWithoutEndpoint({ clusters = [], forwarder, arc }: Valid): ConfigError[] {
  if (forwarder === undefined || arc === undefined) return [];
  return clusters.flatMap(({ name, kind, remote }, index) => {
    const path = (field: string) => keyOf(["clusters", index, field]);
    if (kind === "azureNative" && forwarder.count === 0) {
      const problem = `${name} runs in Azure, and forwarder.count is 0: it has no endpoint`;
      return [{ key: path("kind"), problem, fixes: setCommand("forwarder.count", defaultCount()) }];
    }
    if (kind === "onPremises" && remote && forwarder.count === 0) {
      const problem = `${name} sends to Azure, and forwarder.count is 0: there is no endpoint in Azure`;
      return [{ key: path("remote"), problem, fixes: setCommand(path("remote"), false) }];
    }
    if (kind === "onPremises" && !remote && arc.endpointAddress === undefined) {
      const problem = `${name} is on premises and has no forwarder beside it: give arc.endpointAddress, or set remote to true, which accepts an endpoint over the WAN`;
      return [{ key: path("remote"), problem, fixes: askFor("arc", "endpointAddress") }];
    }
    return [];
  });
}

function machinesWithoutClusters({ clusters = [], forwarder, arc }: Valid): ConfigError[] {
  const allBesideArc = clusters.every(({ kind, remote }) => kind === "onPremises" && !remote);
  if (clusters.length === 0 || !allBesideArc || !forwarder?.count || arc?.endpointAddress === undefined) return [];
  const problem = `is ${forwarder.count}, and every cluster sends to arc.endpointAddress: these machines would receive nothing`;
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

/**
 * Without a data collection endpoint, agents would send to the workspace's public endpoint, which is closed if
 * `publicIngestion` is false.
 */
function privateIngestionWithoutEndpoint({ workspace, collection }: Valid): ConfigError[] {
  if (workspace?.publicIngestion !== false || workspace.existingId !== undefined) return [];
  if (collection === undefined || collection.endpointId !== undefined) return [];
  const key = "workspace.publicIngestion";
  const problem =
    "is false, and collection.endpointId is missing: no agent could send. Give the data collection endpoint of your Azure Monitor Private Link Scope, or allow public ingestion";
  return [{ key, problem, fixes: setCommand(key, true) }];
}

/**
 * Azure refuses a data collection rule whose table does not exist. In a new workspace no other stack can have created
 * the table, so this stack must own it.
 */
function tableWithoutOwner({ workspace, events }: Valid): ConfigError[] {
  if (workspace === undefined || workspace.existingId !== undefined) return [];
  if (events === undefined || events.functionOwner || events.table !== "parsed") return [];
  const problem =
    "is false, and events.table is parsed: in a new workspace no other stack creates the table QumuloAudit_CL before this stack needs it";
  return [{ key: "events.functionOwner", problem, fixes: setCommand("events.functionOwner", true) }];
}

function retentionOrder({ workspace }: Valid): ConfigError[] {
  if (workspace === undefined || workspace.existingId !== undefined) return [];
  const { retentionInDays, totalRetentionInDays } = newWorkspace(workspace);
  if (totalRetentionInDays >= retentionInDays) return [];
  const key = "workspace.totalRetentionInDays";
  const problem = `${totalRetentionInDays} days in total are less than the ${retentionInDays} days of workspace.retentionInDays`;
  return [{ key, problem, fixes: setCommand(key, retentionInDays) }];
}

function sshKeyMissing({ forwarder }: Valid): ConfigError[] {
  if (forwarder === undefined || forwarder.count === 0 || forwarder.sshPublicKey !== undefined) return [];
  const problem = "is missing: machines are created with a key and no password";
  return [{ key: "forwarder.sshPublicKey", problem, fixes: [TAKE_SSH_KEY] }];
}

function arcEndpointMissing({ arc }: Valid): ConfigError[] {
  if (arc === undefined || arc.servers.length === 0 || arc.endpointAddress !== undefined) return [];
  const problem = "is missing: the address of the syslog server that the clusters send to";
  return [{ key: "arc.endpointAddress", problem, fixes: askFor("arc", "endpointAddress") }];
}
