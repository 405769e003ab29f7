import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { regionName } from "../../infra/settings/regions";
import { subscriptionOf } from "./recordProgram";
import type { StackConfig } from "./stackConfig";

/** Where in Azure a stack was deployed to in a rehearsal. */
const locationSchema = z.object({ region: z.string(), subscription: z.string() });
const FILE = "place.json";

const locationOf = (config: StackConfig): z.output<typeof locationSchema> => ({
  region: regionName(config.values["azure-native:location"] ?? ""),
  subscription: subscriptionOf(config),
});

/**
 * Discards the state of a stack if the last rehearsal deployed it to another region or subscription. Azure moves no resource
 * between these, and the engine does not delete protected resources, so the next deployment would fail. Returns a sentence
 * that tells the user. Undefined if nothing was discarded.
 */
export function discardStateOfOtherLocation(folder: string, config: StackConfig): string | undefined {
  const file = join(folder, FILE);
  const location = locationOf(config);
  const before = existsSync(file) ? locationSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : location;
  const part = (["region", "subscription"] as const).find((name) => before[name] !== location[name]);
  if (part !== undefined) rmSync(folder, { recursive: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(location));
  if (part === undefined) return undefined;
  return `The ${part} of '${config.stack}' was ${before[part]} at the last rehearsal and is ${location[part]} now, so this rehearsal starts from nothing. docs/deploy.md tells what such a change means in Azure.`;
}
