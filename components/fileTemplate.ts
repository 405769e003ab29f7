import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Example: `@port@`. */
const PLACEHOLDER = /@([a-z][A-Za-z]*)@/g;

/**
 * Replaces a template's `@name@` placeholders with values. Throws if a placeholder has no value or a value has no
 * placeholder. Example: `fillTemplate('port="@port@"', { port: 514 })` is `port="514"`.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string | number>>): string {
  const placeholders = new Set([...template.matchAll(PLACEHOLDER)].map(([, name]) => name));
  const unused = Object.keys(values).filter((name) => !placeholders.has(name));
  if (unused.length > 0) throw new Error(`the template has no placeholder for ${unused.join(", ")}`);
  return template.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${placeholder}`);
    return String(value);
  });
}

/** Reads a template from a folder and fills it. Example: `renderFile(__dirname, "take.sh", { port: 514 })`. */
export const renderFile = (
  folder: string,
  name: string,
  values: Readonly<Record<string, string | number>> = {},
): string => fillTemplate(readFileSync(join(folder, name), "utf8"), values);
