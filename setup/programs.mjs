// Every program that a command, a test or the bench runs, and how it comes here. test/setup/programs.test.ts finds what
// is run and compares.
import { ENGINE_MODULE, ENGINE_VERSION } from "./engineVersion.mjs";
import { debianPackages, goModule, goProgram, hasPip, packagesOfDebian, pythonPackages } from "./make.mjs";

/**
 * @typedef {object} Program
 * @property {string} name  names its folder in the cache; tests find it as node_modules/.provided/NAME
 * @property {readonly string[]} commands  as they are called. Where the machine has them all, nothing is provided; a
 *   program that must be of one version has none, and is always provided
 * @property {readonly string[]} tasks  npm scripts that run it
 * @property {readonly string[]} [usedBy]  npm scripts that do without, and take it where the cache has it
 * @property {import("./make.mjs").Make} [make]  how set-up gets it; without, it is named as missing
 * @property {string} install  what a person does to have it, as a command where there is one; ends a sentence
 * @property {boolean} [isInstalledInCi]  CI installs it as root with apt-get, by the command of `install`
 * @property {string} [without]  what is not run where it is missing; without this field nothing is run
 * @property {() => boolean} [isThere]  another test than that the commands are found
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
    // Every Debian has these; other systems may not.
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
    // Debian 13's, beside the machine's own: every machine gets one or the other.
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
    // The schemas that GitHub and Microsoft publish for pipelines, shellcheck for every script, and RE2 for the regular
    // expressions in queries.
    name: "checkers",
    commands: [],
    tasks: ["test", "test:engine"],
    make: pythonPackages("test/checkers.txt"),
    install: apt("python3"),
    without: "the checks of pipeline files, of shell scripts and of regular expressions",
  },
  // The clients that read the lines which are printed for a person: those of both generations of Qumulo Core.
  ...["6.0.0", "7.8.4.3", "7.10.2.1"].map((version) => ({
    name: `qumulo-api-${version}`,
    commands: [],
    tasks: ["test"],
    make: pythonPackages(`test/lines/qumulo-api-${version}.txt`),
    install: apt("python3"),
    without: "the checks of lines that people paste",
  })),
  {
    // The part of the Azure CLI that knows the printed commands: core, modules, and what these import.
    name: "azure-cli",
    commands: [],
    tasks: ["test"],
    make: pythonPackages("test/lines/azure-cli.txt"),
    install: apt("python3"),
    without: "the checks of lines that people paste",
  },
  {
    // They read the lines that let clusters in; their own commands would change this machine's firewall.
    name: "firewalls",
    commands: [],
    tasks: ["test"],
    make: debianPackages("ufw", "python3-firewall"),
    install: apt("ufw python3-firewall"),
    without: "the checks of printed lines for firewalls",
  },
  {
    name: "netcat",
    commands: [],
    tasks: ["test"],
    make: debianPackages("netcat-openbsd"),
    install: apt("netcat-openbsd"),
    without: "the checks of printed nc lines",
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
