import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const LINKS = join(__dirname, "..", "node_modules", ".provided");

/** Folder of the user's cache, as setup/places.mjs has it. */
export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "qumulo-audit");

/** Folder of a program that set-up has unpacked or built, by its name in setup/programs.mjs. Undefined: there is none. */
export function providedFolder(name: string): string | undefined {
  const link = join(LINKS, name);
  return existsSync(link) ? realpathSync(link) : undefined;
}

/** The machine's own program of a name, from PATH or an administrator's folder; the wrappers of set-up do not count. */
export const findProgram = (command: string): string | undefined =>
  [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"]
    .filter((folder) => folder !== "" && !folder.endsWith("/node_modules/.bin"))
    .map((folder) => join(folder, command))
    .find(existsSync);
