import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The system programs that the script uses on every server. Other programs of the test machine are not on the script's PATH.
 */
const TOOLS =
  "awk bash cat chmod chown cmp cut du find grep head mkdir mktemp mv rm rmdir sed seq sh sort tail touch tr truncate"
    .split(" ")
    .map((name) => [name, execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim()] as const);

const STAT = execFileSync("sh", ["-c", "command -v stat"], { encoding: "utf8" }).trim();

/** A command with so much output that it is ended by SIGPIPE if its reader stops early. */
export const MORE = "seq 20000";

/** A simulated server in a temporary folder, with simulated programs that append their arguments to the file `log`. */
export class ArcServer {
  readonly root = mkdtempSync(join(tmpdir(), "qumulo-arc-"));

  constructor() {
    for (const folder of ["etc/rsyslog.d", "etc/systemd/system", "etc/sysctl.d", "usr/local/sbin", "var/lib", "bin"])
      mkdirSync(join(this.root, folder), { recursive: true });
    writeFileSync(this.path("etc/rsyslog.conf"), `include(file="${this.root}/etc/rsyslog.d/*.conf")\n`);
    writeFileSync(this.path("etc/os-release"), "ID=ubuntu\nID_LIKE=debian\n");
    for (const [name, path] of TOOLS) symlinkSync(path, this.path(`bin/${name}`));
    // The simulated rsyslogd accepts every configuration; rehearsal.test.ts checks the deployed one with a real rsyslogd.
    this.program("id", "echo 0");
    this.program("nft", "true");
    this.program("ss", "cat ROOT/listeners 2>/dev/null; true");
    this.program(
      "rsyslogd",
      'echo "rsyslogd $*" >> ROOT/log; [ "$1" != -v ] || echo "rsyslogd  8.2302.0 (aka 2023.02)"',
    );
    // An ext4 disk with 100 GiB of free space, which df prints in MiB for the script and in bytes for qumulo-spool-check.
    this.program("df", "echo Avail; case $* in *B1M*) echo 102400 ;; *) echo 107374182400 ;; esac");
    this.program("stat", `[ "$1" = -f ] && echo ext2/ext3 || exec ${STAT} "$@"`);
    this.program("mountpoint", "false");
    for (const name of ["findmnt", "mkfs.ext4", "umount"]) this.program(name, `echo "${name} $*" >> ROOT/log`);
    this.program("fallocate", 'echo "fallocate $*" >> ROOT/log; touch "$3"');
    this.program("sysctl", 'echo "sysctl $*" >> ROOT/log; [ "$1" = -q ] || echo "net.ipv4.tcp_rmem = before"');
    this.program("systemctl", 'echo "systemctl $*" >> ROOT/log');
    this.program(
      "azcmagent",
      `echo "azcmagent $*" >> ROOT/log; [ "$1" != show ] || { cat ROOT/arc-status 2>/dev/null; ${MORE}; }`,
    );
  }

  path(name: string): string {
    return join(this.root, name);
  }

  /** Adds or replaces a program on the server. */
  program(name: string, body: string): void {
    const path = this.path(`bin/${name}`);
    rmSync(path, { force: true });
    writeFileSync(path, `#!/bin/sh\n${body.replaceAll("ROOT", this.root)}\n`);
    chmodSync(path, 0o755);
  }

  /** Runs the script with the server's folder instead of `/`. */
  run(script: string, ...args: string[]) {
    const rooted = script.replace(/(?<=[\s="])\/(etc|usr\/local|var)\//g, `${this.root}/$1/`);
    writeFileSync(this.path("onboard.sh"), rooted);
    const { status, stdout, stderr } = spawnSync("bash", [this.path("onboard.sh"), ...args], {
      env: { PATH: this.path("bin") },
      encoding: "utf8",
    });
    return { code: status, stdout, stderr };
  }

  /** Returns the lines that the server's programs have logged. */
  log(): string[] {
    return readFileSync(this.path("log"), "utf8").trim().split("\n");
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
