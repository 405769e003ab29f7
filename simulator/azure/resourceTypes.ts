import { digest } from "./identity";
import * as alerts from "./types/alerts";
import * as authorization from "./types/authorization";
import type { Azure, AzureFunction, AzureType, Properties } from "./types/azureType";
import * as compute from "./types/compute";
import * as hybridCompute from "./types/hybridCompute";
import * as insights from "./types/insights";
import * as loadBalancer from "./types/loadBalancer";
import * as managedIdentity from "./types/managedIdentity";
import * as network from "./types/network";
import * as operationalInsights from "./types/operationalInsights";
import * as random from "./types/random";
import * as resources from "./types/resources";

const modules = [
  alerts,
  authorization,
  compute,
  hybridCompute,
  insights,
  loadBalancer,
  managedIdentity,
  network,
  operationalInsights,
  random,
  resources,
];
const known: readonly (AzureType | AzureFunction)[] = modules.flatMap((module) => Object.values(module));
const types = new Map(known.flatMap((entry) => ("id" in entry ? [[entry.token, entry] as const] : [])));
const functions = new Map(known.flatMap((entry) => ("result" in entry ? [[entry.token, entry] as const] : [])));

/** Returns the resource type with this token. Throws if no file in types/ describes that type. */
export function azureType(token: string): AzureType {
  const found = types.get(token);
  if (found === undefined) throw new Error(`no file in simulator/azure/types describes ${token}`);
  return found;
}

/** The id and outputs of a created resource. */
export interface Created {
  readonly id: string;
  readonly outputs: Properties;
}

/**
 * Returns the key of the input that contains a resource's name, and the name. If the program sets no name, the name is
 * generated and depends on the seed. Example: `["vmName", "vm-0"]`.
 */
export function nameOf(
  token: string,
  logicalName: string,
  urn: string,
  inputs: Properties,
  seed = "",
): [string, unknown] {
  const input = /\{(\w+)\}$/.exec(azureType(token).id)?.[1] ?? "";
  // A generated name is the logical name and eight hex digits, as Pulumi's names are.
  return input === "urn" ? [input, urn] : [input, inputs[input] ?? `${logicalName}${digest(urn + seed, 8)}`];
}

/** Returns the id and outputs that a new resource would have in Azure, including its name, defaults and read-only outputs. */
export function create(
  token: string,
  logicalName: string,
  urn: string,
  inputs: Properties,
  subscriptionId: string,
): Created {
  const type = azureType(token);
  const [nameInput, name] = nameOf(token, logicalName, urn, inputs);
  const named: Properties = { subscriptionId, urn, ...inputs, [nameInput]: name };
  const id = type.id.replace(/\{(\w+)\}/g, (placeholder, input: string) => {
    const value = named[input];
    if (typeof value !== "string") throw new Error(`${logicalName} (${token}) has no ${placeholder} for its id`);
    return value;
  });
  const shown = nameInput === "urn" ? logicalName : name;
  return { id, outputs: { ...type.defaults, ...inputs, name: shown, ...type.computed?.(id, inputs) } };
}

/** Returns the result of a provider function. Throws if no file in types/ describes the function. */
export function call(token: string, args: Properties, subscriptionId: string, azure?: Azure): Properties {
  const found = functions.get(token);
  if (found === undefined) throw new Error(`no file in simulator/azure/types describes the function ${token}`);
  return found.result(args, subscriptionId, azure);
}
