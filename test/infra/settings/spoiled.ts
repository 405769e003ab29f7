import { z } from "zod";
import type { Path } from "../../../infra/settings/messages";
import { wholeSchema } from "../../../infra/settings/schema";
import { schemaAt, unwrap } from "../../../infra/settings/schemaPaths";

type Config = Record<string, unknown>;

/** Returns a path and the paths of all keys below it. Of a list's members, only the first is included. */
export function pathsOf(path: Path = []): Path[] {
  const schema = schemaAt(wholeSchema, path);
  const bare = schema === undefined ? undefined : unwrap(schema);
  const own = path.length === 0 ? [] : [path];
  if (bare instanceof z.ZodArray) return [...own, ...pathsOf([...path, 0])];
  const names = bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
  return [...own, ...names.flatMap((name) => pathsOf([...path, name]))];
}

/** An error that a test puts into settings. */
export interface Spoil {
  readonly path: Path;
  /** The wrong value, or a function that misspells the key's name. Undefined removes the key. */
  readonly put: { readonly value: unknown } | { readonly name: (name: string) => string } | undefined;
}

/**
 * Returns a copy of settings with one error. For a new value, missing objects and lists on the path are created. If the
 * settings do not have the path otherwise, the copy has no error.
 */
export function spoiled(settings: Config, { path, put }: Spoil): Config {
  const copy = structuredClone(settings);
  const last = path.at(-1) ?? "";
  const isNew = put !== undefined && "value" in put;
  let place: object = copy;
  for (const [index, step] of path.slice(0, -1).entries()) {
    let next: unknown = Reflect.get(place, step);
    if (typeof next !== "object" || next === null) {
      // An earlier error has put a value where an object belongs.
      if (!isNew || next !== undefined) return copy;
      next = typeof path[index + 1] === "number" ? [] : {};
      Reflect.set(place, step, next);
    }
    place = Object(next);
  }
  if (isNew) Reflect.set(place, last, put.value);
  else if (Object.hasOwn(place, last)) {
    const value: unknown = Reflect.get(place, last);
    if (Array.isArray(place)) place.splice(Number(last), 1);
    else Reflect.deleteProperty(place, last);
    if (put !== undefined && typeof last === "string") Reflect.set(place, put.name(last), value);
  }
  return copy;
}
