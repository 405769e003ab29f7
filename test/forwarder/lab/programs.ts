import { existsSync } from "node:fs";
import { join } from "node:path";

/** Without one of these a lab would measure something else: the shipped scripts, for one, let rsyslogd stop without nft. */
const PROGRAMS = ["ip", "nft", "prlimit", "python3", "setpriv", "ss", "sysctl"];

/** Throws where one is missing, before anything is measured. */
export function checkPrograms(): void {
  const folders = (process.env.PATH ?? "").split(":");
  const missing = PROGRAMS.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing.length > 0)
    throw new Error(
      `${missing.join(", ")} not found on PATH: run npm test or npm run bench:forwarder, which provide them`,
    );
}
