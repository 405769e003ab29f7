import { z } from "zod";

type Schema = z.core.$ZodType;

/** The schema inside a default, an optional or a transformation; undefined if there is none. */
function wrapped(schema: Schema): Schema | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return schema.def.innerType;
  }
  return schema instanceof z.ZodPipe ? schema.def.in : undefined;
}

/** The innermost schema, without defaults, optionals and transformations around it. */
export function unwrap(schema: Schema): Schema {
  const inner = wrapped(schema);
  return inner === undefined ? schema : unwrap(inner);
}

/** The schema at a path, through defaults, optionals, lists and records. */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  const bare = unwrap(schema);
  const [head, ...rest] = path;
  if (head === undefined) return schema;
  if (bare instanceof z.ZodArray) return schemaAt(bare.element, rest);
  if (bare instanceof z.ZodRecord) return schemaAt(bare.valueType, rest);
  const next = bare instanceof z.ZodObject ? bare.shape[String(head)] : undefined;
  return next === undefined ? undefined : schemaAt(next, rest);
}

/** What a schema can tell about the values of a setting. */
type Hint =
  /** For the documentation: what the setting is for, and the unit and the range of its values. */
  | "description"
  | "unit"
  | "values"
  /** A value that is correct. */
  | "example"
  /** The value of a setting that is left out, or a text that describes it. */
  | "default"
  /** The greatest length of a list. */
  | "most"
  /** A function of type `Near`: the legal values that a wrong one may mean. */
  | "near"
  /** Values that are always legal. */
  | "others"
  /** All legal values, if the user must choose one of them. */
  | "choices";

/** A hint of the schema at a path, from the outermost schema that has it. */
export function hintAt(schema: Schema, path: readonly PropertyKey[], hint: Hint): unknown {
  for (let found = schemaAt(schema, path); found !== undefined; found = wrapped(found)) {
    const own = found instanceof z.ZodType ? found.meta()?.[hint] : undefined;
    if (own !== undefined) return own;
    if (hint === "default" && found instanceof z.ZodDefault) return found.def.defaultValue;
  }
  return undefined;
}
