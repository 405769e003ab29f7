import { readFileSync } from "node:fs";
import { join } from "node:path";

const PLACE = /@([a-z][A-Za-z]*)@/g;

/**
 * Fills the `@name@` places of a shipped file. Throws where a place has no value or a value no place, so that neither
 * is forgotten. Example: `fillPlaces('port="@port@"', { port: 514 })` is `port="514"`.
 */
export function fillTemplate(text: string, values: Readonly<Record<string, string | number>>): string {
  const places = new Set([...text.matchAll(PLACE)].map(([, name]) => name));
  const unused = Object.keys(values).filter((name) => !places.has(name));
  if (unused.length > 0) throw new Error(`the file has no place for ${unused.join(", ")}`);
  return text.replace(PLACE, (place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${place}`);
    return String(value);
  });
}

/** A shipped file, read from the folder it lies in and filled. Example: `fillFile(__dirname, "ready.sh", { port: 514 })`. */
export const renderFile = (
  folder: string,
  name: string,
  values: Readonly<Record<string, string | number>> = {},
): string => fillTemplate(readFileSync(join(folder, name), "utf8"), values);
