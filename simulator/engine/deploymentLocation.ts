import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { regionName } from "../../infra/settings/regions";
import { subscriptionOf } from "./recordProgram";
import type { StackConfig } from "./stackConfig";

/** The region and subscription to which a rehearsal deployed a stack. */
const locationSchema = z.object({ region: z.string(), subscription: z.string() });
const FILE = "place.json";

const locationOf = (config: StackConfig): z.output<typeof locationSchema> => ({
  region: regionName(config.values["azure-native:location"] ?? ""),
  subscription: subscriptionOf(config),
});

/**
 * Deletes a stack's state if the last rehearsal deployed the stack to another region or subscription, and returns a sentence
 * about the deletion for the user. Otherwise returns undefined. With the old state, the next deployment would fail: it would
 * have to replace resources that the engine protects from deletion.
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
  return `The ${part} of '${config.stack}' was ${before[part]} at the last rehearsal and is ${location[part]} now, so this rehearsal discards the earlier state. docs/deploy.md explains what such a change means in Azure.`;
}
