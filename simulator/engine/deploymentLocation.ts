import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { regionName } from "../../infra/settings/regions";
import { subscriptionOf } from "./recordProgram";
import type { StackConfig } from "./stackConfig";

/** Where in Azure a stack was rehearsed. */
const placeSchema = z.object({ region: z.string(), subscription: z.string() });
const FILE = "place.json";

const placeOf = (config: StackConfig): z.output<typeof placeSchema> => ({
  region: regionName(config.values["azure-native:location"] ?? ""),
  subscription: subscriptionOf(config),
});

/**
 * Takes away what a rehearsal has kept of a stack in another region or subscription, and keeps the present place. Nothing
 * moves between these in Azure, and what is protected stops the engine. Gives the sentence that says so.
 */
export function discardStateOfOtherLocation(folder: string, config: StackConfig): string | undefined {
  const file = join(folder, FILE);
  const place = placeOf(config);
  const before = existsSync(file) ? placeSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : place;
  const part = (["region", "subscription"] as const).find((name) => before[name] !== place[name]);
  if (part !== undefined) rmSync(folder, { recursive: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(place));
  if (part === undefined) return undefined;
  return `The ${part} of '${config.stack}' was ${before[part]} at the last rehearsal and is ${place[part]} now, so this one begins anew; docs/deploy.md says what such a change means in Azure.`;
}
