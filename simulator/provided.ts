import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";

const LINKS = join(__dirname, "..", "node_modules", ".provided");

/**
 * Returns the folder in which set-up has unpacked or built a program; undefined if set-up has not done so. `name` is
 * the program's name in setup/programs.mjs.
 */
export function providedFolder(name: string): string | undefined {
  const link = join(LINKS, name);
  return existsSync(link) ? realpathSync(link) : undefined;
}

/**
 * Returns the path of an installed program, found as in setup/places.mjs: on PATH or in /usr/sbin or /sbin, but not among
 * set-up's wrappers in node_modules/.bin. Undefined if it is not installed.
 */
export const findProgram = (command: string): string | undefined =>
  [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"]
    .filter((folder) => folder !== "" && !folder.endsWith("/node_modules/.bin"))
    .map((folder) => join(folder, command))
    .find(existsSync);
