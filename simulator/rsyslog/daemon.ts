import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findProgram, providedFolder } from "../provided";
import type { DeployedFile } from "./deployedFiles";

/** A running rsyslogd. */
export interface Rsyslog {
  /** Sends SIGTERM, and SIGKILL after 5 s. Resolves when rsyslogd has ended. */
  stop(): Promise<void>;
}

/** A program, with the arguments and environment variables by which it finds its libraries and modules. */
export interface Program {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Environment variable that selects an rsyslogd other than the installed one. Its value is a name in
 * setup/programs.mjs.
 * Example: `rsyslog-debian13`.
 */
export const RSYSLOGD_VARIABLE = "QUMULO_AUDIT_RSYSLOGD";

/**
 * Finds the rsyslogd with the given name. Without a name, finds the installed rsyslogd, or else the one that set-up has
 * unpacked. Files that set-up has unpacked are copied to `root`. If there is no rsyslogd, throws an error that says how
 * to install it.
 */
export function findRsyslogd(root: string, name = process.env[RSYSLOGD_VARIABLE]): Program {
  if (name !== undefined) return byItsOwnLoader(root, name);
  const own = findProgram("rsyslogd");
  if (own !== undefined) return { path: own, args: [], env: {} };
  const unpacked = providedFolder("rsyslog");
  if (unpacked === undefined)
    throw new Error(
      "rsyslogd was not found: run `node setup.mjs start`, or install your distribution's package rsyslog",
    );
  // The files are copied, because they may be in root's home folder, which an unprivileged rsyslogd cannot read.
  const tree = join(root, "rsyslog");
  cpSync(unpacked, tree, { recursive: true, verbatimSymlinks: true });
  const [architecture = ""] = readdirSync(join(tree, "usr/lib")).filter((name) => name.includes("linux-gnu"));
  const libraries = join(tree, "usr/lib", architecture);
  const env = { LD_LIBRARY_PATH: `${libraries}:${join(tree, "lib", architecture)}` };
  return { path: join(tree, "usr/sbin/rsyslogd"), args: ["-M", join(libraries, "rsyslog")], env };
}

/** Finds another Debian release's rsyslogd, to be started with the loader and the libraries of that release. */
function byItsOwnLoader(root: string, name: string): Program {
  const unpacked = providedFolder(name);
  if (unpacked === undefined) throw new Error(`${name} was not found: run \`node setup.mjs test\``);
  const tree = join(root, name);
  cpSync(unpacked, tree, { recursive: true, verbatimSymlinks: true });
  const folders = ["usr/lib64", "usr/lib"].map((part) => join(tree, part));
  const loader = folders
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : []))
    .find((file) => /\/ld-linux-[^/]+\.so\.\d$/.test(file));
  const [architecture = ""] = readdirSync(join(tree, "usr/lib")).filter((part) => part.includes("linux-gnu"));
  const libraries = join(tree, "usr/lib", architecture);
  if (loader === undefined)
    throw new Error(`${name} has no loader: delete ${unpacked} and run \`node setup.mjs test\``);
  const rsyslogd = join(tree, "usr/sbin/rsyslogd");
  return { path: loader, args: ["--library-path", libraries, rsyslogd, "-M", join(libraries, "rsyslog")], env: {} };
}

/** The id of the user `nobody`. If the caller is root, rsyslogd runs as `nobody`, and otherwise as the caller. */
const NOBODY = 65534;
const identity = () => (process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {});

/** Writes the files, and creates a spool folder to which rsyslogd may write. */
export function writeFiles(root: string, files: readonly DeployedFile[]): void {
  const spool = join(root, "spool");
  mkdirSync(spool, { recursive: true });
  for (const { path, content } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  chmodSync(root, 0o755);
  if (process.getuid?.() === 0) chownSync(spool, NOBODY, NOBODY);
}

/** Checks the configuration with `rsyslogd -N1`. Returns rsyslogd's exit code and output. */
export function checkConfiguration(
  root: string,
  files: readonly DeployedFile[],
): { code: number | null; output: string } {
  writeFiles(root, files);
  const { path, args, env } = findRsyslogd(root);
  const main = join(root, "rsyslog.conf");
  const { status, stdout, stderr } = spawnSync(path, [...args, "-N1", "-f", main], {
    env: { ...process.env, ...env },
    encoding: "utf8",
    ...identity(),
  });
  return { code: status, output: `${stdout}${stderr}` };
}

/** Writes the configuration, starts an unprivileged rsyslogd with it, and waits until rsyslogd listens on the port. */
export async function startRsyslog(root: string, files: readonly DeployedFile[], port: number): Promise<Rsyslog> {
  writeFiles(root, files);
  const { path, args, env } = findRsyslogd(root);
  const options = ["-n", "-f", join(root, "rsyslog.conf"), "-i", join(root, "spool", "rsyslogd.pid")];
  const child = spawn(path, [...args, ...options], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...identity(),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  // If this process exits before rsyslogd does, it kills rsyslogd.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) =>
    child.once("exit", () => {
      process.off("exit", kill);
      resolve();
    }),
  );
  const rsyslog: Rsyslog = { stop: () => stop(child, ended) };
  try {
    await listens(child, port, () => output);
  } catch (error) {
    await rsyslog.stop();
    throw error;
  }
  return rsyslog;
}

async function listens(child: ChildProcess, port: number, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`rsyslogd ended with ${child.exitCode}:\n${output()}`);
    if (await answers(port)) return;
    await wait(50);
  }
  throw new Error(`rsyslogd does not listen on port ${port}:\n${output()}`);
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(patience);
}

/**
 * Returns a free TCP port from 20000 to 31999. Linux gives the ports from 32768 to outgoing connections, and might do
 * so before the caller listens.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer().once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
