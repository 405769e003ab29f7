// Where set-up looks for programs, and where it puts those that it gets itself.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the project. */
export const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The user's cache. Nothing is installed: what set-up gets is unpacked or built here. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "qumulo-audit");

/** npm puts this folder first on the PATH of every script; set-up puts a wrapper here for each program it provides. */
export const WRAPPERS = join(PROJECT, "node_modules", ".bin");

/** A link to the cache's folder of each program, by the program's name: tests need not know versions or keys. */
export const PROVIDED = join(PROJECT, "node_modules", ".provided");

/** Folders of administrators' programs, which are not on everyone's PATH. */
const SYSTEM = ["/usr/sbin", "/sbin"];

/**
 * The machine's own program of a name, wrappers of set-up aside. Undefined: there is none.
 * @param {string} command
 * @returns {string | undefined}
 */
export function findProgram(command) {
  return [...(process.env.PATH ?? "").split(":"), ...SYSTEM]
    .filter((folder) => folder !== "" && !folder.endsWith("/node_modules/.bin"))
    .map((folder) => join(folder, command))
    .find((path) => existsSync(path));
}

/**
 * What a command prints, or undefined where it fails or is not there.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {string | undefined}
 */
export function ask(command, ...args) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * A short key of texts: whatever changes one of them changes the key.
 * @param {readonly string[]} texts
 * @returns {string}
 */
export const keyOf = (...texts) => createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 12);
