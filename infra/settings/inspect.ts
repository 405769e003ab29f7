import { isGuid } from "../../components/resourceId";
import { combinationErrors } from "./combinations";
import type { Given } from "./given";
import { describeIssue } from "./issues";
import { limitErrors } from "./limits";
import { askCommand, type ConfigError, keyOf, setCommand, shown } from "./messages";
import type { Valid } from "./networkCombinations";
import { isRegionName, nearestRegion, regionName } from "./regions";
import { type Settings, settingsKeys, settingsSchema } from "./schema";
import { type TooMany, typed } from "./storedValues";
import { unknownKeys } from "./unknownKeys";

/** What one look at a configuration shows. */
export interface Inspected {
  readonly errors: readonly ConfigError[];
  /** The settings, where each is right on its own. */
  readonly settings?: Settings;
}

/** Checks a configuration as it is. What stands under a wrong name is looked into once it stands under the right one. */
export function inspect(given: Given): Inspected {
  const unknown = unknownKeys(given);
  if (unknown.length > 0) return { errors: unknown };
  const location = readLocation(given);
  const subscriptionId = subscriptionOf(given);
  const valid: Valid = { subscriptionId };
  const mistakes: ConfigError[] = [
    ...misplacedSecrets(given),
    ...("key" in location ? [location] : []),
    ...subscriptionMistakes(subscriptionId),
  ];
  for (const [key, schema] of Object.entries(settingsSchema)) {
    // A key that wrongly holds a secret is not looked into: messages quote values.
    if (given.secretKeys.has(key)) continue;
    const { value, tooMany } = typed(schema, given.values[key]);
    mistakes.push(...tooMany.map((list) => describeTooMany(key, list)));
    const parsed = schema.safeParse(value);
    if (parsed.success) Object.assign(valid, { [key]: parsed.data });
    else mistakes.push(...parsed.error.issues.flatMap((issue) => describeIssue(key, schema, value, issue)));
  }
  mistakes.push(...combinationErrors(valid));
  if ("key" in location || !isComplete(valid)) return { errors: mistakes };
  return { errors: mistakes, settings: { ...valid, location: location.name } };
}

/** What is right and together more than Azure takes. */
export const tooMuch = ({ settings, errors: mistakes }: Inspected): readonly ConfigError[] =>
  settings === undefined || mistakes.length > 0 ? [] : limitErrors(settings);

const isComplete = (settings: Valid): settings is Settings => settingsKeys.every((key) => key in settings);

function describeTooMany(key: string, { path, count, most }: TooMany): ConfigError {
  const at = keyOf([key, ...path]);
  return { key: at, problem: `has ${count} entries; at most ${most} are taken`, fixes: [] };
}

/** A secret inside a setting would stand in clear in the state. */
const misplacedSecrets = ({ secretKeys }: Given): ConfigError[] =>
  settingsKeys
    .filter((key) => secretKeys.has(key))
    .map((key) => {
      const problem =
        "holds a secret, which would stand in clear in the state: take it out of the stack's file; no setting takes a secret yet";
      return { key, problem, fixes: [] };
    });

const textAt = ({ values }: Given, key: string): string | undefined => {
  const value = values[key];
  return typeof value === "string" && value !== "" ? value : undefined;
};

const subscriptionOf = (given: Given): string | undefined =>
  textAt(given, "azure-native:subscriptionId") ?? given.environmentSubscriptionId;

function subscriptionMistakes(id: string | undefined): ConfigError[] {
  if (id === undefined || isGuid(id)) return [];
  const key = "azure-native:subscriptionId";
  const problem = `'${shown(id)}' is not the id of a subscription (a GUID)`;
  return [{ key, problem, fixes: askCommand(key, "00000000-0000-0000-0000-000000000000") }];
}

function readLocation(given: Given): ConfigError | { readonly name: string } {
  const key = "azure-native:location";
  const found = textAt(given, key);
  if (found === undefined) {
    return { key, problem: "is missing: the region of everything that is made", fixes: askCommand(key, "westeurope") };
  }
  const name = regionName(found);
  if (isRegionName(name)) return { name };
  const meant = nearestRegion(found);
  const fixes = meant === undefined ? askCommand(key, "westeurope") : setCommand(key, meant);
  return { key, problem: `'${shown(found)}' is no name of a region`, fixes: fixes };
}
