import { z } from "zod";
import { askCommand, type Fix, keyOf, type Path } from "./messages";
import { wholeSchema } from "./schema";
import { hintAt, schemaAt, unwrap } from "./schemaPaths";

/**
 * Returns the command that asks for a setting's value, with the example or the choices from the setting's schema.
 * Example: `askFor("arc", "endpointAddress")`.
 */
export function askFor(...path: Path): Fix[] {
  const schema = schemaAt(wholeSchema, path);
  const bare = schema === undefined ? undefined : unwrap(schema);
  const choices = bare instanceof z.ZodEnum ? bare.options.map(String) : undefined;
  return askCommand(keyOf(path), String(hintAt(wholeSchema, path, "example") ?? choices?.[0]), choices);
}
