// First run on a fresh machine: no dependencies, because there are none yet.
//   node setup.mjs            Node check and npm packages
//   node setup.mjs --rsyslog  the same, and a rsyslogd to rehearse with
//   node setup.mjs --engine   npm packages, and a Pulumi engine to test with
//   node setup.mjs --boot     npm packages, and what boots a machine in a container
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const OLDEST_NODE = 20;
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "qumulo-audit");
// What Debian's and Ubuntu's rsyslogd needs beyond a minimal system.
const RSYSLOG_PACKAGES = ["rsyslog", "libestr0", "libfastjson4", "liblognorm5"];

function fail(message) {
  console.error(message);
  process.exit(1);
}

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST_NODE)
    fail(`Node ${process.versions.node} is too old: this project needs ${OLDEST_NODE} or newer, best 24.`);
}

/** Installs the npm packages of the lock file, unless exactly these are there. */
function installPackages(folder) {
  const stamp = join(folder, "node_modules", ".installed-from");
  const lock = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.error(`Installing the npm packages of ${relative(HERE, join(folder, "package-lock.json"))} ...`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync(npm, options, {
    cwd: folder,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) fail("npm ci failed: see above. It needs the npm registry.");
  writeFileSync(stamp, lock);
}

const onPath = (command) => (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, command)));

/** A rsyslogd: the machine's own, else the distribution's packages unpacked into the user's cache, never installed. */
function provideRsyslog() {
  const target = join(CACHE, "rsyslog");
  if (onPath("rsyslogd") || existsSync("/usr/sbin/rsyslogd") || existsSync(join(target, "usr/sbin/rsyslogd"))) return;
  if (!onPath("apt-get") || !onPath("dpkg-deb")) {
    fail(
      "The rehearsal needs rsyslogd 8.2302 or newer on PATH. Install your distribution's package (macOS: brew install rsyslog).",
    );
  }
  console.error(`Unpacking rsyslog from the distribution's packages into ${target} (nothing is installed) ...`);
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, "rsyslog-"));
  const lists = join(work, "lists");
  mkdirSync(join(lists, "partial"), { recursive: true });
  mkdirSync(join(work, "archives", "partial"), { recursive: true });
  const options = [
    ["Dir::State::lists", lists],
    ["Dir::Cache", work],
    ["Dir::Cache::archives", join(work, "archives")],
    ["Debug::NoLocking", "1"],
    ["APT::Sandbox::User", ""],
  ].flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const run = (command, args) => execFileSync(command, args, { cwd: work, stdio: ["ignore", "ignore", "pipe"] });
  try {
    run("apt-get", [...options, "-qq", "update"]);
    run("apt-get", [...options, "-qq", "download", ...RSYSLOG_PACKAGES]);
    const tree = join(work, "tree");
    for (const file of readdirSync(work).filter((name) => name.endsWith(".deb")))
      run("dpkg-deb", ["-x", join(work, file), tree]);
    renameSync(tree, target);
  } catch (error) {
    fail(
      `rsyslog could not be unpacked: ${String(error.stderr || error.message).trim()}\nInstall the package rsyslog, or mend apt's sources.`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * A Pulumi engine: the machine's own, else one built from its Go modules into the user's cache, once and for about six
 * minutes. The version is pinned in go.mod, the checksums in go.sum. Without Go a person is told what is not run.
 */
function provideEngine() {
  const target = join(CACHE, "pulumi-3.259.0", "bin", "pulumi");
  if (onPath("pulumi") || existsSync(target)) return;
  if (!onPath("go")) {
    const help = "install the Pulumi CLI (pulumi.com/docs/install), or Go 1.26 to build it";
    if (process.env.CI) fail(`The engine tests need a Pulumi engine: ${help}.`);
    console.error(`Not run: the engine tests. They need a Pulumi engine: ${help}.`);
    return;
  }
  console.error("Building the Pulumi engine from its Go modules, once, about six minutes ...");
  mkdirSync(dirname(target), { recursive: true });
  const version = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0";
  const built = `${target}.${process.pid}`;
  const { status } = spawnSync(
    "go",
    [
      ...["build", "-mod=readonly", "-tags", "osusergo,grpcnotrace", "-trimpath", "-ldflags", `-w -s -X ${version}`],
      ...["-o", built, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
    ],
    {
      cwd: join(HERE, "rehearsal", "engine", "cli"),
      stdio: ["ignore", 2, 2],
      env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" },
    },
  );
  if (status !== 0) fail("The Pulumi engine could not be built: see above. It needs the Go module proxy.");
  renameSync(built, target);
}

/**
 * What files of ours are checked with: actionlint and the schemas that GitHub and Microsoft publish, for the pipelines,
 * and RE2, for the regular expressions in queries.
 */
function provideCheckers() {
  const target = join(CACHE, "checkers-2");
  if (existsSync(target)) return;
  const missing = ["go", "python3"].filter((command) => !onPath(command));
  if (missing.length > 0) {
    const help = `${missing.join(" and ")} not found on PATH.`;
    if (process.env.CI) fail(help);
    console.error(`Not run: the checks of pipeline files and regular expressions: ${help}`);
    return;
  }
  console.error("Fetching what checks pipeline files and regular expressions ...");
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, "checkers-"));
  const requirements = join(HERE, "test", "checkers.txt");
  const programs = [
    ["go", "install", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"],
    ["python3", "-m", "pip", "install", "--quiet", "--no-deps", "--target", work, "--requirement", requirements],
  ];
  for (const [command, ...args] of programs) {
    const env = { ...process.env, GOBIN: work, GOFLAGS: "", PIP_ROOT_USER_ACTION: "ignore" };
    if (spawnSync(command, args, { cwd: work, stdio: ["ignore", 2, 2], env }).status !== 0)
      fail(`It could not be fetched by ${command}: see above.`);
  }
  renameSync(work, target);
}

/** Programs that boot a machine in a container, with their Debian packages. CI installs them; a person is told. */
const BOOT_PROGRAMS = {
  debootstrap: "debootstrap",
  "systemd-nspawn": "systemd-container",
  ip: "iproute2",
  nft: "nftables",
  python3: "python3",
};

function provideBoot() {
  if (process.platform !== "linux" || process.getuid() !== 0)
    fail("npm run test:boot boots a machine in a container: run it as root on Linux.");
  const has = (command) => onPath(command) || existsSync(join("/usr/sbin", command));
  const missing = Object.entries(BOOT_PROGRAMS)
    .filter(([command]) => !has(command))
    .map(([, name]) => name);
  if (missing.length === 0) return;
  if (!process.env.CI) fail(`npm run test:boot needs more programs: apt-get install ${missing.join(" ")}`);
  execFileSync("apt-get", ["-qq", "update"], { stdio: ["ignore", "ignore", "inherit"] });
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["-qq", "install", "-y", "--no-install-recommends", ...missing], {
    stdio: ["ignore", "ignore", "inherit"],
    env,
  });
}

checkNode();
installPackages(HERE);
if (process.argv.includes("--rsyslog")) provideRsyslog();
if (process.argv.includes("--engine")) {
  provideEngine();
  provideCheckers();
  installPackages(join(HERE, "infra", "policy"));
}
if (process.argv.includes("--boot")) provideBoot();
