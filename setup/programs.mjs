// All programs that commands, tests and the benchmark run, and how set-up gets them. test/setup/programs.test.ts
// compares this list with the programs that the source files start.
import { ENGINE_MODULE, ENGINE_VERSION } from "./engineVersion.mjs";
import { debianPackages, goModule, goProgram, hasPip, packagesOfDebian, pythonPackages } from "./make.mjs";

/**
 * @typedef {object} Program
 * @property {string} name  name of its folder in the cache, and of its link in node_modules/.provided
 * @property {readonly string[]} commands  names of its commands. If all commands are installed, nothing is provided. A program
 *   that must have a certain version lists no commands, and is always provided
 * @property {readonly string[]} tasks  npm scripts that need it
 * @property {readonly string[]} [usedBy]  npm scripts that use it if the cache has it, and work without it
 * @property {import("./make.mjs").Make} [make]  how set-up gets it; without this field, it must be installed
 * @property {string} install  how the user installs it, as a command if there is one; messages end with this text
 * @property {boolean} [isInstalledInCi]  in CI, set-up runs the command in `install` if the program is missing
 * @property {string} [without]  what does not run if the program is missing; if this field is absent, nothing runs
 * @property {() => boolean} [isThere]  whether the program is available; replaces the search for its commands
 */

const apt = (/** @type {string} */ name) => `apt-get install ${name}`;
const REAL = ["test", "bench:forwarder"];

const isRoot = () => process.getuid?.() === 0;

/** @type {readonly Program[]} */
export const PROGRAMS = [
  {
    name: "root, for a network of its own",
    commands: [],
    tasks: ["test"],
    isThere: isRoot,
    install: "sudo npm test",
    without: "the tests that are listed at the end",
  },
  {
    name: "root, for a network of its own in which to measure",
    commands: [],
    tasks: ["bench:forwarder"],
    isThere: isRoot,
    install: "sudo npm run bench:forwarder",
  },
  {
    name: "root on Linux, to boot a machine in a container",
    commands: [],
    tasks: ["test:boot"],
    isThere: () => process.platform === "linux" && isRoot(),
    install: "sudo npm run test:boot",
  },
  {
    // Every Debian has these commands; other systems may not.
    name: "base system",
    commands: [
      ...["awk", "basename", "bash", "cat", "chmod", "chown", "chroot", "cksum", "cmp", "cp", "cut", "df"],
      ...["dirname", "du", "fallocate", "find", "findmnt", "fstrim", "grep", "head", "install", "ln"],
      ...["losetup", "mkdir", "mkfifo", "mkfs.ext4", "mktemp", "mount", "mountpoint", "mv", "nsenter"],
      ...["readlink", "realpath", "rm", "rmdir", "sed", "seq", "setpriv", "sh", "sha256sum", "sleep", "sort"],
      ...["stat", "tail", "tar", "tee", "touch", "tr", "truncate", "umount", "unshare"],
    ],
    tasks: [...REAL, "test:boot"],
    install: apt("bash coreutils diffutils e2fsprogs findutils grep mawk mount sed tar util-linux"),
  },
  {
    name: "rsyslog",
    commands: ["rsyslogd"],
    tasks: ["start", ...REAL],
    make: debianPackages("rsyslog"),
    install:
      "install your distribution's package rsyslog, 8.2302 or newer (Debian: apt-get install rsyslog; macOS: brew install rsyslog)",
  },
  {
    // Debian 13's rsyslog. Some tests run once with the machine's own rsyslog and once with this one.
    name: "rsyslog-debian13",
    commands: [],
    tasks: REAL,
    make: packagesOfDebian("trixie", "rsyslog"),
    install: "apt-get install debian-archive-keyring on a machine with apt",
    without: "the tests with a second rsyslogd",
  },
  { name: "nftables", commands: ["nft"], tasks: REAL, make: debianPackages("nftables"), install: apt("nftables") },
  {
    name: "iproute2",
    commands: ["ip", "ss"],
    tasks: [...REAL, "test:boot"],
    make: debianPackages("iproute2"),
    install: apt("iproute2"),
  },
  {
    name: "procps",
    commands: ["kill", "pgrep", "ps", "sysctl"],
    tasks: [...REAL, "test:boot"],
    make: debianPackages("procps"),
    install: apt("procps"),
  },
  { name: "python3", commands: ["python3"], tasks: [...REAL, "test:boot"], install: apt("python3") },
  {
    name: "pip",
    commands: [],
    tasks: ["test"],
    make: debianPackages("python3-pip-whl"),
    install: apt("python3-pip"),
    isThere: hasPip,
  },
  {
    name: "pulumi",
    commands: ["pulumi"],
    tasks: ["test", "test:engine"],
    usedBy: ["start"],
    make: goModule({
      module: ENGINE_MODULE,
      from: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      command: "pulumi",
      flags: [
        ...["-tags", "osusergo,grpcnotrace"],
        ...["-ldflags", `-w -s -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`],
      ],
      about: "once, about six minutes",
    }),
    install: "install the Pulumi CLI (pulumi.com/docs/install), or Go 1.26 to build it",
    without: "the tests of the engine",
  },
  {
    name: "actionlint",
    commands: [],
    tasks: ["test", "test:engine"],
    make: goProgram("github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"),
    install: "install Go 1.26 to build it",
    without: "the checks of pipeline files",
  },
  {
    // The schemas that GitHub and Microsoft publish for pipeline files, shellcheck for shell scripts, and RE2 for the
    // regular expressions in queries.
    name: "checkers",
    commands: [],
    tasks: ["test", "test:engine"],
    make: pythonPackages("test/checkers.txt"),
    install: apt("python3"),
    without: "the checks of pipeline files, of shell scripts and of regular expressions",
  },
  {
    // A KQL engine by another author. A test compares the interpreter's answers with this engine's.
    name: "duckdb-kql",
    commands: [],
    tasks: ["test"],
    make: pythonPackages("test/thorough/secondEngine/requirements.txt"),
    install: apt("python3"),
    without: "the comparison with a second KQL engine",
  },
  // Qumulo's command-line clients. Tests use them to parse the printed commands.
  ...["6.0.0", "7.8.4.3", "7.10.2.1"].map((version) => ({
    name: `qumulo-api-${version}`,
    commands: [],
    tasks: ["test"],
    make: pythonPackages(`test/lines/qumulo-api-${version}.txt`),
    install: apt("python3"),
    without: "the checks of printed commands",
  })),
  {
    // The part of the Azure CLI that tests use to parse the printed commands: core, modules, and their imports.
    name: "azure-cli",
    commands: [],
    tasks: ["test"],
    make: pythonPackages("test/lines/azure-cli.txt"),
    install: apt("python3"),
    without: "the checks of printed commands",
  },
  {
    // Tests parse the printed firewall commands with the Python code of these firewalls. The firewalls' own commands
    // are not run, because they would change this machine's firewall.
    name: "firewalls",
    commands: [],
    tasks: ["test"],
    make: debianPackages("ufw", "python3-firewall"),
    install: apt("ufw python3-firewall"),
    without: "the checks of printed firewall commands",
  },
  {
    name: "netcat",
    commands: [],
    tasks: ["test"],
    make: debianPackages("netcat-openbsd"),
    install: apt("netcat-openbsd"),
    without: "the checks of printed nc commands",
  },
  {
    name: "debootstrap",
    commands: ["debootstrap"],
    tasks: ["test:boot"],
    install: apt("debootstrap"),
    isInstalledInCi: true,
  },
  {
    name: "systemd-container",
    commands: ["systemd-nspawn"],
    tasks: ["test:boot"],
    install: apt("systemd-container"),
    isInstalledInCi: true,
  },
];
