import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";

const LINKS = join(__dirname, "..", "node_modules", ".provided");

/** The folder of a program that set-up has unpacked or built, by its name in setup/programs.mjs. Undefined if there is none. */
export function providedFolder(name: string): string | undefined {
  const link = join(LINKS, name);
  return existsSync(link) ? realpathSync(link) : undefined;
}

/**
 * The path of a program that is installed on this machine, as setup/places.mjs finds it: on PATH or in an administrator's
 * folder, but not a wrapper of set-up. Undefined if it is not installed.
 */
export const findProgram = (command: string): string | undefined =>
  [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"]
    .filter((folder) => folder !== "" && !folder.endsWith("/node_modules/.bin"))
    .map((folder) => join(folder, command))
    .find(existsSync);
