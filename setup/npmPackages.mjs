// Installs the npm packages in a lock file.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { withLock } from "./lock.mjs";
import { CACHE, keyOf, PROJECT } from "./places.mjs";

/**
 * Installs the npm packages in a folder's lock file, unless they are installed already. Throws if npm fails.
 * @param {string} folder
 */
export function installPackages(folder) {
  const stamp = join(folder, "node_modules", ".installed-from");
  const lockFile = join(folder, "package-lock.json");
  const wanted = keyOf(readFileSync(lockFile, "utf8"));
  const isInstalled = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isInstalled()) return;
  withLock(join(CACHE, `npm-${keyOf(folder)}.lock`), () => {
    if (isInstalled()) return;
    console.error(`Installing the npm packages of ${relative(PROJECT, lockFile)} ...`);
    const isWindows = process.platform === "win32";
    // Without --include=dev, npm omits the packages for tests if NODE_ENV is production, and the stamp below would
    // wrongly mark them as installed.
    const options = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    const { status } = spawnSync(isWindows ? "npm.cmd" : "npm", options, {
      cwd: folder,
      stdio: ["ignore", 2, 2],
      shell: isWindows,
    });
    if (status !== 0) throw new Error("npm ci failed, see above. It needs access to the npm registry.");
    writeFileSync(stamp, wanted);
  });
}
