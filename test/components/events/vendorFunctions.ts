import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CLASSES } from "../../../components/events/operations";

const byClass = z.partialRecord(z.enum(CLASSES), z.array(z.string()));
const table = z.object({ functions: z.record(z.string(), byClass), others: byClass });

const read = table.parse(JSON.parse(readFileSync(join(__dirname, "vendorFunctions.json"), "utf8")));

/** The vendor client's functions that send a request to the cluster, by module and operation class. */
export const vendorFunctions = read.functions;

const pairs = (of: z.output<typeof byClass>) =>
  CLASSES.flatMap((name) => (of[name] ?? []).map((member) => ({ name: member, class: name })));

/** Returns each function with its module and operation class. */
export const named = (functions: typeof vendorFunctions) =>
  Object.entries(functions).flatMap(([module, of]) => pairs(of).map((one) => ({ module, ...one })));

/** Other operation names, with their classes. */
export const others = pairs(read.others);

/** Returns the operation name that a client function would have. Example: `fs_unlink` for `unlink` in the module `fs`. */
export const operationOf = (module: string, name: string): string =>
  name.startsWith(`${module}_`) ? name : `${module}_${name}`;
