import { join } from "node:path";
import { findProgram, providedFolder } from "../provided";

/** The Pulumi CLI: the machine's own, else the one that `node setup.mjs test` has built. Undefined: there is none. */
export function findPulumi(): string | undefined {
  const built = providedFolder("pulumi");
  return findProgram("pulumi") ?? (built === undefined ? undefined : join(built, "bin", "pulumi"));
}
