import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Programs that a lab requires. Without some of these programs, a lab would run but measure something else: the deployed
 * scripts tolerate a missing nft.
 */
const PROGRAMS = ["ip", "nft", "prlimit", "python3", "setpriv", "ss", "sysctl"];

/** Throws if one of the required programs is missing. */
export function checkPrograms(): void {
  const folders = (process.env.PATH ?? "").split(":");
  const missing = PROGRAMS.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing.length > 0)
    throw new Error(
      `${missing.join(", ")} not found on PATH: run npm test or npm run bench:forwarder, which provide them`,
    );
}
