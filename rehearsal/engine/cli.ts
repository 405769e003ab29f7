import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Version of the engine that setup.mjs builds; see cli/go.mod. */
const BUILT = "3.259.0";

/** Folder of the user's cache. */
export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "qumulo-audit");

/** The Pulumi CLI: the one on PATH, else the one that `node setup.mjs --engine` has built. Undefined: there is none. */
export function findPulumi(): string | undefined {
  return [
    ...(process.env.PATH ?? "").split(":").map((folder) => join(folder, "pulumi")),
    join(cacheFolder(), `pulumi-${BUILT}`, "bin", "pulumi"),
  ].find(existsSync);
}
