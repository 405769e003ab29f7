// The ways to get a program. Each fills an empty folder in set-up's cache.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { join } from "node:path";
import { ask, findProgram, PROJECT, PROVIDED } from "./places.mjs";

/**
 * A way to get a program.
 * @typedef {object} Make
 * @property {string} announcement  printed before the program is fetched or built
 * @property {readonly string[]} needs  commands that it runs
 * @property {() => string} key  what the result depends on, as a text; each key has its own folder in the cache
 * @property {(folder: string) => void} fill  fills the folder; throws with the reason if it fails
 * @property {(folder: string) => boolean} [works]  whether the cached result runs on this machine
 */

/**
 * Runs a program, and shows its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {Readonly<Record<string, string>>} env
 */
function run(command, args, cwd, env = {}) {
  const { status } = spawnSync(command, args, { cwd, stdio: ["ignore", 2, 2], env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} failed: see above`);
}

/**
 * Unpacks packages of the machine's distribution, and those of their dependencies that the machine lacks. Nothing is
 * installed. apt verifies the packages with the distribution's keys.
 * @param {readonly string[]} packages
 * @returns {Make}
 */
export const debianPackages = (...packages) => ({
  announcement: `Unpacking ${packages.join(", ")} from the distribution's packages (nothing is installed)`,
  needs: ["apt-get", "dpkg-deb"],
  key: () => {
    const system = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
    return [arch(), ...(system.match(/^(ID|VERSION_ID)=.*/gm) ?? []), ...packages].join(" ");
  },
  fill: (folder) => {
    const work = `${folder}.apt`;
    for (const part of ["lists", "archives"]) mkdirSync(join(work, part, "partial"), { recursive: true });
    unpack(folder, work, [], ["--reinstall", "install", ...packages]);
  },
  works: (folder) => unpackedPrograms(folder).every((program) => hasItsLibraries(program, folder)),
});

/**
 * Unpacks packages from another Debian release, with all dependencies, including the loader and the C library. If a
 * program in these packages is started by this loader, it runs on any Linux. apt verifies the packages with Debian's
 * keys.
 * @param {string} suite  example: "trixie"
 * @param {readonly string[]} packages
 * @returns {Make}
 */
export const packagesOfDebian = (suite, ...packages) => ({
  announcement: `Unpacking ${packages.join(", ")} from the packages of Debian ${suite} (nothing is installed)`,
  needs: ["apt-get", "dpkg-deb"],
  key: () => [arch(), suite, ...packages].join(" "),
  fill: (folder) => {
    const work = `${folder}.apt`;
    for (const part of ["lists", "archives"]) mkdirSync(join(work, part, "partial"), { recursive: true });
    mkdirSync(join(work, "parts"));
    // With an empty status file, apt treats no package as installed.
    writeFileSync(join(work, "status"), "");
    const source = `deb [signed-by=${DEBIAN_KEYS}] ${mirrorOfDebian()} ${suite} main\n`;
    writeFileSync(join(work, "sources.list"), source);
    const options = [
      ["Dir::State::status", join(work, "status")],
      ["Dir::Etc::SourceList", join(work, "sources.list")],
      ["Dir::Etc::SourceParts", join(work, "parts")],
    ];
    unpack(folder, work, options, ["install", ...packages]);
  },
});

const DEBIAN_KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Returns the Debian mirror in this machine's apt sources (of either format); deb.debian.org if they name none. */
function mirrorOfDebian() {
  const files = ["/etc/apt/sources.list"];
  if (existsSync("/etc/apt/sources.list.d"))
    files.push(...readdirSync("/etc/apt/sources.list.d").map((name) => join("/etc/apt/sources.list.d", name)));
  const sources = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  return /https?:\/\/\S+\/debian\/?(?=\s|$)/.exec(sources.join("\n"))?.[0] ?? "http://deb.debian.org/debian";
}

/**
 * Downloads packages with apt into `work`, and unpacks them into `folder`.
 * @param {string} folder
 * @param {string} work
 * @param {readonly (readonly string[])[]} settings  names and values of apt settings
 * @param {readonly string[]} command  the apt-get command that downloads
 */
function unpack(folder, work, settings, command) {
  const options = [
    ["Dir::State::lists", join(work, "lists")],
    ["Dir::Cache", work],
    ["Dir::Cache::archives", join(work, "archives")],
    ["Debug::NoLocking", "1"],
    ["APT::Sandbox::User", ""],
    ...settings,
  ].flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const quietly = (/** @type {string} */ program, /** @type {readonly string[]} */ args) =>
    execFileSync(program, args, { cwd: work, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  quietly("apt-get", [...options, "-qq", "update"]);
  quietly("apt-get", [...options, "-qq", "--yes", "--no-install-recommends", "--download-only", ...command]);
  for (const file of readdirSync(join(work, "archives")).filter((name) => name.endsWith(".deb")))
    quietly("dpkg-deb", ["-x", join(work, "archives", file), folder]);
}

/** The folders that may contain programs in an unpacked package. */
const PROGRAM_FOLDERS = ["usr/sbin", "usr/bin", "sbin", "bin"];

/** @param {string} folder */
const unpackedPrograms = (folder) =>
  PROGRAM_FOLDERS.map((part) => join(folder, part))
    .filter((part) => existsSync(part))
    .flatMap((part) => readdirSync(part).map((name) => join(part, name)));

/**
 * Returns the folders with libraries among unpacked packages.
 * @param {string} folder
 * @returns {string[]}
 */
export const libraryFolders = (folder) =>
  ["usr/lib", "lib"]
    .map((part) => join(folder, part))
    .filter((part) => existsSync(part))
    .flatMap((part) =>
      readdirSync(part)
        .filter((name) => name.includes("linux-gnu"))
        .map((name) => join(part, name)),
    );

/**
 * Returns a program's path in a folder that set-up has filled; undefined if the program is not there.
 * @param {string} folder
 * @param {string} command
 * @returns {string | undefined}
 */
export const programIn = (folder, command) =>
  [...PROGRAM_FOLDERS, ""].map((part) => join(folder, part, command)).find((path) => existsSync(path));

/**
 * Whether this machine and the cache folder have all libraries that a cached program needs: the cache may come from a
 * machine with more libraries. The loader only lists the libraries; it does not run the program.
 * @param {string} program
 * @param {string} folder
 */
function hasItsLibraries(program, folder) {
  const env = { ...process.env, LD_TRACE_LOADED_OBJECTS: "1", LD_LIBRARY_PATH: libraryFolders(folder).join(":") };
  return !spawnSync(program, [], { env, encoding: "utf8" }).stdout?.includes("not found");
}

/**
 * Builds a program from a Go module in this repository. go.mod pins the versions, go.sum the checksums.
 * @param {{ module: string, from: string, command: string, flags: readonly string[], about: string }} build
 * @returns {Make}
 */
export const goModule = ({ module, from, command, flags, about }) => ({
  announcement: `Building ${command} from its Go modules, ${about}`,
  needs: ["go"],
  key: () => [readFileSync(join(PROJECT, module, "go.mod"), "utf8"), from, ...flags].join(" "),
  fill: (folder) => {
    const args = ["build", "-mod=readonly", "-trimpath", ...flags, "-o", join(folder, "bin", command), from];
    run("go", args, join(PROJECT, module), { CGO_ENABLED: "0", GOFLAGS: "" });
  },
});

/**
 * Builds a program from one version of a public Go module, which Go checks against the public checksum database.
 * @param {string} versioned  example: "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"
 * @returns {Make}
 */
export const goProgram = (versioned) => ({
  announcement: `Building ${versioned}`,
  needs: ["go"],
  key: () => versioned,
  fill: (folder) => run("go", ["install", versioned], folder, { GOBIN: join(folder, "bin"), GOFLAGS: "" }),
});

/**
 * Installs Python packages into a folder for PYTHONPATH. pip installs no dependencies by itself: the requirements file
 * lists every package, including the indirect dependencies, with its version.
 * @param {string} requirements  path in the project; example: "test/checkers.txt"
 * @returns {Make}
 */
export const pythonPackages = (requirements) => ({
  announcement: `Fetching the Python packages of ${requirements}`,
  needs: ["python3"],
  key: () =>
    [
      readFileSync(join(PROJECT, requirements), "utf8"),
      ask("python3", "-c", "import sys; print(sys.implementation.cache_tag)"),
    ].join(" "),
  fill: (folder) => {
    const options = ["--quiet", "--no-deps", "--disable-pip-version-check", "--target", folder];
    const args = [...pip(), "install", ...options, "--requirement", join(PROJECT, requirements)];
    run("python3", args, folder, { PIP_ROOT_USER_ACTION: "ignore" });
  },
});

/**
 * Returns the arguments with which python3 runs pip: `-m pip` if pip is installed, or else the path of pip in the wheel
 * that set-up has fetched, because python3 can run programs inside a wheel file.
 */
function pip() {
  if (hasPip()) return ["-m", "pip"];
  const wheels = join(PROVIDED, "pip", "usr/share/python-wheels");
  const [wheel] = existsSync(wheels) ? readdirSync(wheels).filter((name) => name.startsWith("pip-")) : [];
  if (wheel === undefined) throw new Error("python3 has no module pip");
  return [join(wheels, wheel, "pip")];
}

/** @returns {boolean} whether the machine's Python has pip */
export const hasPip = () =>
  findProgram("python3") !== undefined && ask("python3", "-m", "pip", "--version") !== undefined;
