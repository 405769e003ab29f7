// The folders in which set-up looks for programs and stores those that it provides.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folder in the user's cache in which set-up unpacks and builds programs. Nothing is installed on the machine. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "qumulo-audit");

/** The first folder on PATH in every npm script. Set-up creates a wrapper here for each command that it provides. */
export const WRAPPERS = join(PROJECT, "node_modules", ".bin");

/**
 * Contains a link to the cache folder of each provided program. The link's name is the program's name, so tests need
 * not know versions or cache keys.
 */
export const PROVIDED = join(PROJECT, "node_modules", ".provided");

/** Folders of programs for administrators, which are not on every user's PATH. */
const SYSTEM = ["/usr/sbin", "/sbin"];

/**
 * Returns the path of a program that is installed on this machine; undefined if there is none. Set-up's wrappers do not
 * count.
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
 * Runs a command and returns its output; undefined if it fails or does not exist.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {string | undefined}
 */
export function ask(command, ...args) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Returns a short hash of texts, to be used in file names.
 * @param {readonly string[]} texts
 * @returns {string}
 */
export const keyOf = (...texts) => createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 12);
