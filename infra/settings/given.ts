import { z } from "zod";
import type { Change, Path } from "./messages";
import { settingsSchema } from "./schema";
import { unwrap } from "./schemaPaths";

/** A stack's configuration before it is checked. */
export interface RawConfig {
  readonly project: string;
  /** Every key with its namespace, as `pulumi.runtime.allConfig()` gives them; objects and lists as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that are secret or contain a secret. */
  readonly secretKeys: readonly string[];
  /** Subscription from the environment, for a configuration that does not name one. */
  readonly subscriptionId?: string;
}

/** The same configuration as parsed values, which can be inspected and changed. */
export interface Given {
  readonly project: string;
  /** Values by key: the project's own keys without its namespace, as the user types them; all others with theirs. */
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
 * Parses a value: the engine passes objects and lists as JSON, and plain text as it is. An empty text is the default of
 * Pulumi.yaml.
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

/** The configuration after some changes, which are made in order, as the CLI makes them. */
export function changed(given: Given, changes: readonly Change[]): Given {
  const values = { ...given.values };
  const copies = new Set<object>([values]);
  for (const change of changes) apply(values, change, copies);
  // A value that was secret under a wrong name stays secret under the correct one.
  const renamed = changes.flatMap((change) =>
    "rename" in change && given.secretKeys.has(String(change.path[0])) ? [change.rename] : [],
  );
  return { ...given, values, secretKeys: new Set([...given.secretKeys, ...renamed]) };
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

/** The parent of a path's end, as a copy that may be changed. With `make`, missing lists and objects are created. */
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
