import { isRecord } from "../../components/isRecord";
import type { Properties } from "./types/azureType";

/** How a property differs. */
export type Kind = "add" | "delete" | "update";

/**
 * Returns the deepest paths whose values differ, in the engine's syntax. Examples: `osProfile.customData`, `zones[0]`.
 * The engine compares these paths with those in `replaceOnChanges`, which may be nested: if this function returned only
 * `osProfile`, it would not match `osProfile.customData`.
 */
export function differences(before: unknown, after: unknown, path = ""): ReadonlyMap<string, Kind> {
  if (JSON.stringify(before) === JSON.stringify(after)) return new Map();
  if (Array.isArray(before) && Array.isArray(after)) return each(before.length, after.length, before, after, path);
  if (isRecord(before) && isRecord(after) && !Array.isArray(before) && !Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const at = (key: string) => (path === "" ? key : `${path}.${key}`);
    return new Map(keys.flatMap((key) => [...differences(before[key], after[key], at(key))]));
  }
  return new Map([[path, before === undefined ? "add" : after === undefined ? "delete" : "update"]]);
}

function each(old: number, now: number, before: unknown[], after: unknown[], path: string): ReadonlyMap<string, Kind> {
  const indexes = Array.from({ length: Math.max(old, now) }, (_, index) => index);
  return new Map(indexes.flatMap((index) => [...differences(before[index], after[index], `${path}[${index}]`)]));
}

/** Returns the input with which a path begins. Example: `osProfile` for `osProfile.customData`. */
export const rootOf = (path: string): string => /^[^.[]+/.exec(path)?.[0] ?? path;

/** Returns the changed paths that require a replacement of the resource: those below an input in `forceNew`. */
export const replaced = (changed: ReadonlyMap<string, Kind>, forceNew: readonly string[]): string[] =>
  [...changed.keys()].filter((path) => forceNew.includes(rootOf(path)));

/** Returns a resource's inputs as the provider reads them: the keys that the program set, with their values in Azure. */
export const readInputs = (inputs: Properties, now: Properties): Properties =>
  Object.fromEntries(Object.keys(inputs).map((name) => [name, now[name]]));
