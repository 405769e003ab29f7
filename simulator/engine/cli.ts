import { join } from "node:path";
import { findProgram, providedFolder } from "../provided";

/** Returns the path of the installed Pulumi CLI, or else of the one that set-up has built. Undefined if there is none. */
export function findPulumi(): string | undefined {
  const built = providedFolder("pulumi");
  return findProgram("pulumi") ?? (built === undefined ? undefined : join(built, "bin", "pulumi"));
}
