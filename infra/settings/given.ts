import { z } from "zod";
import type { Change, Path } from "./messages";
import { settingsSchema } from "./schema";
import { unwrap } from "./schemaPaths";

/** A stack's configuration before it is checked. */
export interface RawConfig {
  readonly project: string;
  /** Values by key. Each key has its namespace, as in `pulumi.runtime.allConfig()`; objects and lists are JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys whose value is a secret or contains one. */
  readonly secretKeys: readonly string[];
  /** Subscription id from the environment, used if the configuration has none. */
  readonly subscriptionId?: string;
}

/** The configuration in `RawConfig` with parsed values, which can be inspected and changed. */
export interface Given {
  readonly project: string;
  /** Values by key. The project's own keys have no namespace, as the user types them; all other keys have theirs. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly secretKeys: ReadonlySet<string>;
  readonly environmentSubscriptionId?: string;
}

export function givenOf({ project, values, secretKeys, subscriptionId }: RawConfig): Given {
  const prefix = `${project}:`;
  const typed = (key: string): string => (key.startsWith(prefix) ? key.slice(prefix.length) : key);
  return {
    project,
    values: Object.fromEntries(Object.entries(values).map(([key, text]) => [typed(key), parseValue(typed(key), text)])),
    secretKeys: new Set(secretKeys.map(typed)),
    environmentSubscriptionId: subscriptionId,
  };
}

/**
 * Parses a value. The engine passes objects and lists as JSON, and plain text unchanged. An empty text is the default
 * in Pulumi.yaml and stands for a missing value.
 */
function parseValue(key: string, text: string): unknown {
  if (text === "" && !key.includes(":")) return undefined;
  const schema = Object.entries(settingsSchema).find(([name]) => name === key)?.[1];
  const isText = key.includes(":")
    ? !/^[[{]/.test(text)
    : schema !== undefined && unwrap(schema) instanceof z.ZodString;
  if (isText) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Returns the configuration after some changes, made in order, as the CLI would make them. */
export function changed(given: Given, changes: readonly Change[]): Given {
  const values = { ...given.values };
  const copies = new Set<object>([values]);
  for (const change of changes) apply(values, change, copies);
  // A value that was secret under a wrong name stays secret under the correct one.
  const renamed = changes.flatMap((change) =>
    "rename" in change && given.secretKeys.has(String(change.path[0])) ? [change.rename] : [],
  );
  const encrypted = changes.flatMap((change) => ("isSecret" in change ? [String(change.path[0])] : []));
  return { ...given, values, secretKeys: new Set([...given.secretKeys, ...renamed, ...encrypted]) };
}

function apply(values: object, change: Change, copies: Set<object>): void {
  const { path } = change;
  const last = path.at(-1);
  const parent = parentOf(values, path, "value" in change, copies);
  if (parent === undefined || last === undefined) return;
  if ("value" in change) return void Reflect.set(parent, last, change.value);
  const value: unknown = Reflect.get(parent, last);
  if ("inList" in change) return void Reflect.set(parent, last, [value]);
  if ("rename" in change) Reflect.set(parent, change.rename, value);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(parent, last);
}

/**
 * Returns a copy, which may be changed, of the object or list that contains the value at a path. Example: for
 * `forwarder.count`, the object `forwarder`. If `make` is true, creates the missing objects and lists on the path.
 */
function parentOf(values: object, path: Path, make: boolean, copies: Set<object>): object | undefined {
  let place = values;
  for (const [index, part] of path.slice(0, -1).entries()) {
    const found: unknown = Object.hasOwn(place, part) ? Reflect.get(place, part) : undefined;
    const isThere = typeof found === "object" && found !== null;
    if (!isThere && !make) return undefined;
    const isList = isThere ? Array.isArray(found) : typeof path[index + 1] === "number";
    const next = isThere && copies.has(found) ? found : Object.assign(isList ? [] : {}, found);
    copies.add(next);
    Reflect.set(place, part, next);
    place = next;
  }
  return place;
}
