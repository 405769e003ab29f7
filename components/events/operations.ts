import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/**
 * Classes that state what an operation does. An operation is `unknown` if no pattern in QumuloParse matches its name; such an
 * operation may do anything.
 */
export const CLASSES = [
  "read",
  "write",
  "create",
  "delete",
  "rename",
  "metadata",
  "login",
  "management",
  "unknown",
] as const;
export type OperationClass = (typeof CLASSES)[number];

const table = z.object({
  operations: z.array(z.object({ name: z.string(), class: z.enum(CLASSES), observed: z.boolean().optional() })),
  statuses: z.array(z.object({ name: z.string(), family: z.string(), observed: z.boolean().optional() })),
});

let loaded: z.output<typeof table> | undefined;
function read(): z.output<typeof table> {
  loaded ??= table.parse(JSON.parse(readFileSync(join(__dirname, "operations.json"), "utf8")));
  return loaded;
}

/**
 * Returns the operations that Qumulo has published or that were observed. Newer versions of Qumulo Core send operations that
 * are not listed.
 */
export const operations = (): readonly { readonly name: string; readonly class: OperationClass }[] => read().operations;

/** Returns the family of each known status. Example: `{ ok: "success", fs_access_denied_error: "access_denied" }`. */
export const statusFamilies = (): Record<string, string> =>
  Object.fromEntries(read().statuses.map(({ name, family }) => [name, family]));

/**
 * Returns the known statuses that do not report a refused attempt. The filter drops only events with these statuses, because an
 * unknown status may be a refusal.
 */
export const harmlessStatuses = (): string[] =>
  read()
    .statuses.filter(({ family }) => family !== "access_denied" && family !== "credential")
    .map(({ name }) => name)
    .sort();
