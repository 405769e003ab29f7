import { isRecord } from "../../components/isRecord";
import type { Properties } from "./types/azureType";

/** How a property differs. */
export type Kind = "add" | "delete" | "update";

/**
 * The paths whose values differ, as the engine writes them. Examples: `osProfile.customData`, `zones[0]`. The paths are the
 * deepest ones, because `replaceOnChanges` for a nested path works only then.
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

/** The input that a path begins with. Example: `osProfile` for `osProfile.customData`. */
export const rootOf = (path: string): string => /^[^.[]+/.exec(path)?.[0] ?? path;

/** The differing paths whose input replaces the resource. */
export const replaced = (changed: ReadonlyMap<string, Kind>, forceNew: readonly string[]): string[] =>
  [...changed.keys()].filter((path) => forceNew.includes(rootOf(path)));

/** The inputs of a resource as a read returns them: the keys that the program set, with Azure's present values. */
export const readInputs = (inputs: Properties, now: Properties): Properties =>
  Object.fromEntries(Object.keys(inputs).map((name) => [name, now[name]]));
