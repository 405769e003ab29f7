import { z } from "zod";

type Schema = z.core.$ZodType;

/** What a default, an optional or a transformation wraps, or nothing where a schema wraps none. */
function wrapped(schema: Schema): Schema | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return schema.def.innerType;
  }
  return schema instanceof z.ZodPipe ? schema.def.in : undefined;
}

/** A schema without what wraps it. */
export function unwrap(schema: Schema): Schema {
  const inner = wrapped(schema);
  return inner === undefined ? schema : unwrap(inner);
}

/** The schema below a path, through defaults, optionals, lists and records. */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  const bare = unwrap(schema);
  const [head, ...rest] = path;
  if (head === undefined) return schema;
  if (bare instanceof z.ZodArray) return schemaAt(bare.element, rest);
  if (bare instanceof z.ZodRecord) return schemaAt(bare.valueType, rest);
  const next = bare instanceof z.ZodObject ? bare.shape[String(head)] : undefined;
  return next === undefined ? undefined : schemaAt(next, rest);
}

/** Whether a value may be left out. */
export const mayBeLeftOut = (schema: Schema): boolean => schema._zod.optin === "optional";

/** What the schema says of a path's values, on itself or on what it wraps. */
export function hintAt(
  schema: Schema,
  path: readonly PropertyKey[],
  hint: "example" | "value" | "most" | "near" | "others" | "choices",
): unknown {
  for (let found = schemaAt(schema, path); found !== undefined; found = wrapped(found)) {
    const said = found instanceof z.ZodType ? found.meta()?.[hint] : undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}
