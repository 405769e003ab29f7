import { z } from "zod";
import { isRecord } from "../../components/isRecord";
import { FORMER_INSTALLERS } from "./forwarderSchema";
import type { Given } from "./given";
import { fixesOfValue, isLegal } from "./issues";
import {
  type ConfigError,
  type Fix,
  isScalar,
  keyOf,
  MOST_ERRORS,
  type Path,
  removeCommand,
  removeWholeCommand,
  type Scalar,
  setCommand,
} from "./messages";
import { nearest } from "./nearest";
import { settingsKeys, wholeSchema } from "./schema";
import { hintAt, schemaAt, unwrap } from "./schemaPaths";
import { SECRETS } from "./secretsSchema";

/** Names of the Azure provider's settings. Source: `@pulumi/azure-native/config`. */
export const PROVIDER_KEYS = [
  ...["auxiliaryTenantIds", "clientCertificatePassword", "clientCertificatePath", "clientId", "clientSecret"],
  ...["disableInstanceDiscovery", "disablePulumiPartnerId", "environment", "location", "metadataHost", "msiEndpoint"],
  ...["oidcRequestToken", "oidcRequestUrl", "oidcToken", "oidcTokenFilePath", "partnerId", "subscriptionId"],
  ...["tenantId", "useDefaultAzureCredential", "useMsi", "useOidc"],
];
const PROVIDER = "azure-native";

/** A setting's current name, and the current names of its values if they changed too. */
interface Renamed {
  readonly name: string;
  readonly values?: ReadonlyMap<unknown, Scalar>;
}

/** Renamed settings, by their former key. `[]` stands for any list index. */
export const RENAMED: Readonly<Record<string, Renamed>> = {
  "clusters[].clientCidrs": { name: "nodeCidrs" },
  "clusters[].allowPublicClients": { name: "allowPublicNodes" },
  "forwarder.agent": { name: "agentInstalledBy", values: FORMER_INSTALLERS },
  "arc.servers[].agent": { name: "agentInstalledBy", values: FORMER_INSTALLERS },
};
const renamedTo = (path: Path): Renamed | undefined => RENAMED[keyOf(path).replaceAll(/\[\d+\]/g, "[]")];

/** Returns errors for unknown keys of this project, at any depth, and for misspelt keys in other namespaces. */
export function unknownKeys(given: Given): ConfigError[] {
  const own = Object.entries(given.values).filter(([key, value]) => !key.includes(":") && value !== undefined);
  return [
    ...Object.keys(given.values).flatMap((key) => (key.includes(":") ? inOtherNamespace(given, key) : [])),
    ...own.flatMap(([key, value], index) =>
      settingsKeys.includes(key) ? [] : [atTop(given, key, value, index < MOST_ERRORS)],
    ),
    ...own.flatMap(([key, value]) =>
      settingsKeys.includes(key) && (key === SECRETS || !given.secretKeys.has(key)) ? below([key], value) : [],
    ),
  ];
}

/**
 * Returns an error if the namespace or a provider setting is misspelt, because Pulumi would silently ignore such a key.
 */
function inOtherNamespace({ project, values, secretKeys }: Given, key: string): ConfigError[] {
  const [namespace = "", name = ""] = key.split(/:(.*)/s);
  const value = values[key];
  const isSecret = secretKeys.has(key);
  if (namespace === PROVIDER) {
    const meant = PROVIDER_KEYS.includes(name) ? undefined : nearest(name, PROVIDER_KEYS);
    if (meant === undefined) return [];
    const to = `${PROVIDER}:${meant}`;
    const problem = `is not a setting of the provider; did you mean ${meant}?`;
    return [misspelt({ from: [key], to: [to], files: [key, to], value, isSecret, isSet: to in values, problem })];
  }
  const meant = nearest(namespace, [project, PROVIDER]);
  if (meant === undefined) return [];
  const to = meant === project ? name : `${meant}:${name}`;
  const problem = `is never read: ${namespace} is not a namespace here; did you mean ${meant}?`;
  const isSet = !isEmpty(values[to]);
  return [misspelt({ from: [key], to: [to], files: [key, `${meant}:${name}`], value, isSecret, isSet, problem })];
}

function atTop({ project, values, secretKeys }: Given, key: string, value: unknown, isShown: boolean): ConfigError {
  const isSecret = secretKeys.has(key);
  const [head = ""] = key.split(/[.[]/);
  if (head !== key && settingsKeys.includes(head)) {
    const again = !isSecret && isScalar(value) ? setCommand(key, value) : [];
    const problem = "was set without --path, so it is one key with a dot in its name";
    return { key, problem, fixes: [...removeWholeCommand(key), ...again] };
  }
  const meant = isShown ? nearest(key, settingsKeys) : undefined;
  if (meant === undefined) return { key, problem: known(settingsKeys), fixes: removeWholeCommand(key) };
  const problem = `is not a setting; did you mean ${meant}?`;
  const files = [`${project}:${key}`, `${project}:${meant}`] as const;
  return misspelt({ from: [key], to: [meant], files, value, isSecret, isSet: !isEmpty(values[meant]), problem });
}

/** Returns errors for unknown keys in the object at a path and in the objects below it. */
function below(path: Path, value: unknown): ConfigError[] {
  const schema = schemaAt(wholeSchema, path);
  if (schema === undefined || !isRecord(value)) return [];
  if (Array.isArray(value)) {
    const most = hintAt(wholeSchema, path, "most");
    return value
      .slice(0, typeof most === "number" ? most : 0)
      .flatMap((member, index) => below([...path, index], member));
  }
  const bare = unwrap(schema);
  if (!(bare instanceof z.ZodObject)) return [];
  const names = Object.keys(bare.shape);
  const unknown = Object.keys(value).filter((name) => !names.includes(name));
  return [
    // Similar names are looked up only for as many keys as a message shows.
    ...unknown.map((name, index) => {
      const from = [...path, name];
      const renamed = renamedTo(from);
      const meant = renamed?.name ?? (index < MOST_ERRORS ? nearest(name, names) : undefined);
      if (meant === undefined) return { key: keyOf(from), problem: known(names), fixes: removeCommand(keyOf(from)) };
      const problem = renamed ? `is called ${renamed.name} now.` : `is not a setting; did you mean ${meant}?`;
      const files = [keyOf(from), meant] as const;
      const isSet = !isEmpty(value[meant]);
      const own = renamed?.values?.get(value[name]) ?? value[name];
      return misspelt({ from, to: [...path, meant], files, value: own, isSecret: path[0] === SECRETS, isSet, problem });
    }),
    ...names.flatMap((name) => (Object.hasOwn(value, name) ? below([...path, name], value[name]) : [])),
  ];
}

const known = (names: readonly string[]): string => `is not a setting; known here: ${names.join(", ")}`;

interface Misspelt {
  readonly from: Path;
  /** The path that the user meant. */
  readonly to: Path;
  /** The wrong and the correct name, as they are written in the stack's file. */
  readonly files: readonly [from: string, to: string];
  readonly value: unknown;
  readonly isSecret: boolean;
  /** Whether the correct name has a value already. */
  readonly isSet: boolean;
  readonly problem: string;
}

/**
 * Returns the error for a value under a wrong name. The fixes set the correct name before they remove the wrong one.
 */
function misspelt({ from, to, files, value, isSecret, isSet, problem }: Misspelt): ConfigError {
  const key = keyOf(from);
  const removal = from.length > 1 ? removeCommand(key) : removeWholeCommand(key);
  if (isSet) return { key, problem: `${problem} That key is set too`, fixes: removal };
  if (isEmpty(value)) return { key, problem, fixes: removal };
  if (isSecret && !String(to[0]).includes(":")) {
    return {
      key,
      problem: `${problem} It contains a secret, which must be set again below ${SECRETS}`,
      fixes: removal,
    };
  }
  const members = isSecret ? [] : settingMembers(to, value);
  if (members.length > 0) return { key, problem, fixes: [...members, ...removal] };
  if (isSecret || !isScalar(value)) {
    const change = { path: from, rename: String(to.at(-1)) };
    return { key, problem, fixes: [], edit: { instruction: `rename ${files[0]} to ${files[1]}`, change } };
  }
  const [fixes = [], ...otherwise] = settingOf(to, value).map((set) => (set.length === 0 ? [] : [...set, ...removal]));
  return { key, problem, fixes, otherwise };
}

/**
 * Up to this length, a misnamed list is fixed with one command for each member. The user must rename a longer list in
 * the stack's file.
 */
const MOST_MEMBERS = 10;

/**
 * Returns the commands that set the members of a list; none if the list is longer than `MOST_MEMBERS`, is not legal, or has
 * a member that cannot be written in a command.
 */
function settingMembers(path: Path, value: unknown): readonly Fix[] {
  if (!Array.isArray(value) || value.length > MOST_MEMBERS || !isLegal(wholeSchema, path, value)) return [];
  const fixes = value.flatMap((member, index) => (isScalar(member) ? setCommand(keyOf([...path, index]), member) : []));
  return fixes.length === value.length ? fixes : [];
}

/**
 * Returns alternative fixes for a value under a wrong name; `path` contains the correct name. The fixes store the value
 * at `path`. If the value is not legal there, they store the legal values that it may mean.
 */
function settingOf(path: Path, value: Scalar): (readonly Fix[])[] {
  const key = keyOf(path);
  if (key.includes(":") || isLegal(wholeSchema, path, value)) return [setCommand(key, value)];
  const type = unwrap(schemaAt(wholeSchema, path) ?? z.unknown());
  if (type instanceof z.ZodArray)
    return isLegal(wholeSchema, [...path, 0], value) ? [setCommand(keyOf([...path, 0]), value)] : [[]];
  if (type instanceof z.ZodObject || type instanceof z.ZodRecord) return [[]];
  return fixesOfValue(key, wholeSchema, path, value);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (isRecord(value) && Object.keys(value).length === 0);
