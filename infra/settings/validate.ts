import { z } from "zod";
import { isRecord } from "../../components/isRecord";
import { isGuid } from "../../components/resourceId";
import { allErrors, type Inspected, limitErrorsOf } from "./allErrors";
import { combinationErrors } from "./combinations";
import { type Given, givenOf, type RawConfig } from "./given";
import { describeIssue } from "./issues";
import { askCommand, askSecretCommand, type ConfigError, keyOf, type Path, setCommand, shown } from "./messages";
import type { Valid } from "./networkCombinations";
import { isRegionName, nearestRegion, regionName } from "./regions";
import { type Settings, settingsKeys, settingsSchema, wholeSchema } from "./schema";
import { hintAt, schemaAt, unwrap } from "./schemaPaths";
import { SECRETS } from "./secretsSchema";
import { type TooMany, typed } from "./storedValues";
import { unknownKeys } from "./unknownKeys";

/** The result of `validate`: either the valid settings or all errors. */
export type Validated = { readonly settings: Settings } | { readonly errors: readonly ConfigError[] };

/** Checks a stack's whole configuration. Pure: the result depends only on the configuration. */
export function validate(raw: RawConfig): Validated {
  const given = givenOf(raw);
  const first = inspect(given);
  const tooLong = limitErrorsOf(first);
  if (first.settings !== undefined && first.errors.length === 0 && tooLong.length === 0) {
    return { settings: first.settings };
  }
  return { errors: tooLong.length > 0 ? tooLong : allErrors(given, first, inspect) };
}

/**
 * Inspects a configuration without fixing it. Wrong names are reported first; values are checked only once all names
 * are correct.
 */
function inspect(given: Given): Inspected {
  const unknown = unknownKeys(given);
  if (unknown.length > 0) return { errors: unknown };
  const location = readLocation(given);
  const subscriptionId = subscriptionOf(given);
  const valid: Valid = { subscriptionId };
  const errors: ConfigError[] = [
    ...misplacedSecrets(given),
    ...clearSecrets(given),
    ...("key" in location ? [location] : []),
    ...subscriptionErrors(subscriptionId),
  ];
  for (const [key, schema] of Object.entries(settingsSchema)) {
    // The value of a setting that is wrongly stored as a secret is not checked, because the error would print it.
    if (key !== SECRETS && given.secretKeys.has(key)) continue;
    const { value, tooMany } = typed(schema, given.values[key]);
    errors.push(...tooMany.map((list) => describeTooMany(key, list)));
    const parsed = schema.safeParse(value);
    if (parsed.success) Object.assign(valid, { [key]: parsed.data });
    else errors.push(...parsed.error.issues.flatMap((issue) => describeIssue(key, schema, value, issue)));
  }
  errors.push(...combinationErrors(valid));
  if ("key" in location || !isComplete(valid)) return { errors };
  return { errors, settings: { ...valid, location: location.name } };
}

const isComplete = (settings: Valid): settings is Settings => settingsKeys.every((key) => key in settings);

function describeTooMany(key: string, { path, count, most }: TooMany): ConfigError {
  const at = keyOf([key, ...path]);
  return { key: at, problem: `has ${count} entries; at most ${most} are allowed`, fixes: [] };
}

/** Returns an error for each setting except `secrets` that contains a secret, which would be in clear text in the state. */
const misplacedSecrets = ({ secretKeys }: Given): ConfigError[] =>
  settingsKeys
    .filter((key) => key !== SECRETS && secretKeys.has(key))
    .map((key) => {
      const problem = `contains a secret, which would be in clear text in the state: remove it from the stack's file; only ${SECRETS} accepts secrets`;
      return { key, problem, fixes: [] };
    });

/** Returns an error for each secret that the stack's file contains in clear text. The error does not contain the secret. */
function clearSecrets({ secretKeys, values }: Given): ConfigError[] {
  if (secretKeys.has(SECRETS)) return [];
  return leavesOf([SECRETS], values[SECRETS]).flatMap((path) => {
    const schema = schemaAt(wholeSchema, path);
    if (schema === undefined || !(unwrap(schema) instanceof z.ZodString)) return [];
    const key = keyOf(path);
    const problem = "is in clear text in the stack's file: set it again, as a secret";
    return [{ key, problem, fixes: askSecretCommand(key, String(hintAt(wholeSchema, path, "example"))) }];
  });
}

/** Returns the paths of all parts of a value that are neither objects nor lists. */
const leavesOf = (path: Path, value: unknown): Path[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([name, part]) =>
        leavesOf([...path, Array.isArray(value) ? Number(name) : name], part),
      )
    : [path];

const textAt = ({ values }: Given, key: string): string | undefined => {
  const value = values[key];
  return typeof value === "string" && value !== "" ? value : undefined;
};

const subscriptionOf = (given: Given): string | undefined =>
  textAt(given, "azure-native:subscriptionId") ?? given.environmentSubscriptionId;

function subscriptionErrors(id: string | undefined): ConfigError[] {
  if (id === undefined || isGuid(id)) return [];
  const key = "azure-native:subscriptionId";
  const problem = `'${shown(id)}' is not the id of a subscription (a GUID)`;
  return [{ key, problem, fixes: askCommand(key, "00000000-0000-0000-0000-000000000000") }];
}

function readLocation(given: Given): ConfigError | { readonly name: string } {
  const key = "azure-native:location";
  const found = textAt(given, key);
  if (found === undefined) {
    return {
      key,
      problem: "is missing: the region of everything that is created",
      fixes: askCommand(key, "westeurope"),
    };
  }
  const name = regionName(found);
  if (isRegionName(name)) return { name };
  const meant = nearestRegion(found);
  const fixes = meant === undefined ? askCommand(key, "westeurope") : setCommand(key, meant);
  return { key, problem: `'${shown(found)}' is not the name of a region`, fixes };
}
