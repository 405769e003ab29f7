import { existsSync } from "node:fs";
import { join } from "node:path";

/** Programs without which a lab would measure something else. For example, the deployed scripts work without nft, too. */
const PROGRAMS = ["ip", "nft", "prlimit", "python3", "setpriv", "ss", "sysctl"];

/** Throws if a program is missing, before anything is measured. */
export function checkPrograms(): void {
  const folders = (process.env.PATH ?? "").split(":");
  const missing = PROGRAMS.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing.length > 0)
    throw new Error(
      `${missing.join(", ")} not found on PATH: run npm test or npm run bench:forwarder, which provide them`,
    );
}
