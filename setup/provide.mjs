// Provides the programs that an npm script needs, before the script runs.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { withLock } from "./lock.mjs";
import { libraryFolders, programIn } from "./make.mjs";
import { CACHE, findProgram, keyOf, PROVIDED, WRAPPERS } from "./places.mjs";

/** @typedef {import("./programs.mjs").Program} Program */

/**
 * The programs that are missing after set-up has provided all that it can.
 * @typedef {object} Missing
 * @property {string[]} fatal  a text for each program without which nothing runs: why it is missing, and how to fix it
 * @property {string[]} notRun  a text for each other program: which tests do not run, why, and how to fix it
 */

/**
 * The folders that set-up writes to.
 * @typedef {object} Places
 * @property {string} cache
 * @property {string} provided  contains links to the folders in the cache
 * @property {string} wrappers  on PATH in npm scripts
 */

/**
 * Provides the programs that an npm script needs, and returns those that it cannot provide.
 * @param {readonly Program[]} programs
 * @param {string} task  npm script
 * @param {boolean} isCi  in CI all tests must run, so every missing program is fatal
 * @param {Places} places
 * @returns {Missing}
 */
export function provide(programs, task, isCi, places = { cache: CACHE, provided: PROVIDED, wrappers: WRAPPERS }) {
  /** @type {Missing} */
  const missing = { fatal: [], notRun: [] };
  for (const program of programs.filter(({ usedBy = [] }) => usedBy.includes(task))) linkFromCache(program, places);
  for (const program of programs.filter(({ tasks }) => tasks.includes(task))) {
    const reason = provideOne(program, isCi, places);
    if (reason === undefined) continue;
    const { without, install } = program;
    const sentence = `${program.name}: ${reason}. To fix it: ${install}`;
    if (without === undefined || isCi) missing.fatal.push(sentence);
    else missing.notRun.push(`Not run: ${without}. ${sentence}`);
  }
  return missing;
}

/**
 * Links an optional program if the cache contains it.
 * @param {Program} program
 * @param {Places} places
 */
function linkFromCache({ name, make }, { cache, provided }) {
  if (make === undefined) return;
  const folder = folderOf(name, make, cache);
  if (existsSync(folder)) link(join(provided, name), folder);
}

/**
 * @param {string} name
 * @param {import("./make.mjs").Make} make
 * @param {string} cache
 */
const folderOf = (name, make, cache) => join(cache, `${name}-${keyOf(make.key())}`);

/**
 * Provides one program. Returns undefined, or the reason why the program cannot be provided.
 * @param {Program} program
 * @param {boolean} isCi
 * @param {Places} places
 * @returns {string | undefined}
 */
function provideOne(program, isCi, places) {
  const { name, commands, make, isThere, install, isInstalledInCi = false } = program;
  if (isThere?.() ?? (commands.length > 0 && commands.every((command) => findProgram(command) !== undefined))) {
    for (const command of commands) wrap(join(places.wrappers, command), findProgram(command) ?? command, []);
    return undefined;
  }
  if (isCi && isInstalledInCi) {
    for (const command of ["apt-get update", install]) aptGet(command.split(" ").slice(1));
    if (commands.every((command) => findProgram(command) !== undefined)) return undefined;
  }
  const absent = commands.filter((command) => findProgram(command) === undefined);
  if (make === undefined) return absent.length > 0 ? `${absent.join(", ")} not found` : "missing";
  const needed = make.needs.filter((command) => findProgram(command) === undefined);
  if (needed.length > 0) return `${needed.join(", ")} not found`;
  const folder = folderOf(name, make, places.cache);
  try {
    withLock(`${folder}.lock`, () => {
      if (existsSync(folder) && make.works?.(folder) !== false) return;
      console.error(`${make.announcement} into ${folder} ...`);
      fill(folder, make.fill);
    });
  } catch (error) {
    return reasonOf(error);
  }
  link(join(places.provided, name), folder);
  for (const command of commands) {
    const path = programIn(folder, command);
    if (path === undefined) return `${command} is not in ${folder}`;
    wrap(join(places.wrappers, command), path, libraryFolders(folder));
  }
  return undefined;
}

/** @param {readonly string[]} args */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["-qq", "-y", "--no-install-recommends", ...args], { stdio: ["ignore", "ignore", 2], env });
}

/**
 * Fills a cache folder completely or not at all: the folder gets its final name only when it is complete.
 * @param {string} folder
 * @param {(folder: string) => void} make
 */
function fill(folder, make) {
  const cache = dirname(folder);
  deleteInterrupted(cache);
  const work = mkdtempSync(join(cache, "work-"));
  const target = join(work, "result");
  try {
    mkdirSync(target);
    make(target);
    rmSync(folder, { recursive: true, force: true });
    renameSync(target, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Deletes work folders that are more than a day old: the set-ups that made them were killed.
 * @param {string} cache
 */
function deleteInterrupted(cache) {
  const day = 24 * 3600 * 1000;
  for (const name of readdirSync(cache).filter((one) => one.startsWith("work-"))) {
    const path = join(cache, name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > day)
      rmSync(path, { recursive: true, force: true });
  }
}

/**
 * @param {string} path
 * @param {string} folder
 */
function link(path, folder) {
  mkdirSync(dirname(path), { recursive: true });
  replace(path, (made) => symlinkSync(folder, made));
}

/**
 * Creates a wrapper for a program. If the program's own folder is on PATH, deletes the wrapper instead.
 * @param {string} wrapper
 * @param {string} path
 * @param {readonly string[]} libraries
 */
function wrap(wrapper, path, libraries) {
  if ((process.env.PATH ?? "").split(":").includes(dirname(path))) return rmSync(wrapper, { force: true });
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", "'\\''")}'`;
  const also = `\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}`;
  const environment =
    libraries.length === 0 ? [] : [`LD_LIBRARY_PATH=${quoted(libraries.join(":"))}${also}`, "export LD_LIBRARY_PATH"];
  mkdirSync(dirname(wrapper), { recursive: true });
  replace(wrapper, (file) => {
    writeFileSync(file, ["#!/bin/sh", ...environment, `exec ${quoted(path)} "$@"`, ""].join("\n"));
    chmodSync(file, 0o755);
  });
}

/**
 * Creates a file or link under a temporary name and renames it, so that no other process sees an incomplete file.
 * @param {string} path
 * @param {(path: string) => void} make
 */
function replace(path, make) {
  const made = `${path}.${process.pid}`;
  rmSync(made, { force: true });
  make(made);
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
  renameSync(made, path);
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return ("stderr" in error && String(error.stderr).trim()) || error.message;
}
