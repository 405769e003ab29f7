import { z } from "zod";

type Schema = z.core.$ZodType;

/** Returns the schema that a default, an optional or a transformation wraps; undefined for any other schema. */
function wrapped(schema: Schema): Schema | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return schema.def.innerType;
  }
  return schema instanceof z.ZodPipe ? schema.def.in : undefined;
}

/** Returns the innermost schema, without the defaults, optionals and transformations that wrap it. */
export function unwrap(schema: Schema): Schema {
  const inner = wrapped(schema);
  return inner === undefined ? schema : unwrap(inner);
}

/** Returns the schema at a path through objects, lists and records; undefined if there is none. */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  const bare = unwrap(schema);
  const [head, ...rest] = path;
  if (head === undefined) return schema;
  if (bare instanceof z.ZodArray) return schemaAt(bare.element, rest);
  if (bare instanceof z.ZodRecord) return schemaAt(bare.valueType, rest);
  const next = bare instanceof z.ZodObject ? bare.shape[String(head)] : undefined;
  return next === undefined ? undefined : schemaAt(next, rest);
}

/** Names of a setting's metadata, which its schema contains. */
type Hint =
  /** For the documentation: what the setting is for, the unit of its values, and their range. */
  | "description"
  | "unit"
  | "values"
  /** A value that is correct. */
  | "example"
  /** The value that applies if the setting is left out, or a text that describes that value. */
  | "default"
  /** The greatest length of a list. */
  | "most"
  /** A function of type `Near`: the legal values that a wrong one may mean. */
  | "near"
  /** Values that are always legal. */
  | "others"
  /** All legal values, if the user must choose one of them. */
  | "choices";

/**
 * Returns one hint for the setting at a path; undefined if there is none. A setting's schema may wrap another schema:
 * if both have the hint, the outer one counts.
 */
export function hintAt(schema: Schema, path: readonly PropertyKey[], hint: Hint): unknown {
  for (let found = schemaAt(schema, path); found !== undefined; found = wrapped(found)) {
    const own = found instanceof z.ZodType ? found.meta()?.[hint] : undefined;
    if (own !== undefined) return own;
    if (hint === "default" && found instanceof z.ZodDefault) return found.def.defaultValue;
  }
  return undefined;
}
