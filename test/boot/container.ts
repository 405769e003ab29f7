import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CACHE } from "../../setup/places.mjs";

/**
 * Returns the folder with a Debian machine's root file system. The file system is built only once for each version of the
 * scripts that build it.
 */
export function debianTree(): string {
  const [script = "", minimal = ""] = ["build-tree.sh", "minimal-tree.sh"].map((name) => join(__dirname, name));
  const key = createHash("sha256").update(readFileSync(script)).update(readFileSync(minimal)).digest("hex");
  const tree = join(CACHE, `boot-tree-${key.slice(0, 12)}`);
  if (!existsSync(tree)) execFileSync("bash", [script, tree], { stdio: ["ignore", "ignore", "inherit"] });
  return tree;
}

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** A data disk that is kept when a machine is removed, and can be attached to the next one. */
export class DataDisk {
  readonly device: string;
  private readonly folder = mkdtempSync(join(tmpdir(), "qumulo-disk-"));

  constructor() {
    const image = join(this.folder, "disk.img");
    run("truncate", "-s", "512M", image);
    this.device = run("losetup", "-f", "--show", image).trim();
  }

  remove(): void {
    run("losetup", "-d", this.device);
    rmSync(this.folder, { recursive: true });
  }
}

let created = 0;

/** A machine with real systemd and cloud-init, in a container with its own network. */
export class Machine {
  /** The machine's address, and the address of the test at the other end of the machine's network link. */
  readonly address = "10.231.0.2";
  readonly peer = "10.231.0.1";
  private readonly name = `qumulo${process.pid}n${created++}`;
  private readonly folder = mkdtempSync(join(tmpdir(), "qumulo-machine-"));
  private readonly root = join(this.folder, "root");
  private readonly helpers: ChildProcess[] = [];
  private nspawn: ChildProcess | undefined;

  /** Prepares the machine without booting it. With `isLikeUbuntu`, rsyslogd runs as the user syslog, as on Ubuntu. */
  constructor(
    private readonly disk: DataDisk,
    userData: string,
    isLikeUbuntu = false,
  ) {
    const layers = ["root", "up", "work"].map((part) => join(this.folder, part));
    for (const layer of layers) mkdirSync(layer);
    const [, up, work] = layers;
    run(
      "mount",
      "-t",
      "overlay",
      "overlay",
      "-o",
      `lowerdir=${debianTree()},upperdir=${up},workdir=${work}`,
      this.root,
    );
    const seed = join(this.root, "var/lib/cloud/seed/nocloud");
    mkdirSync(seed, { recursive: true });
    writeFileSync(join(seed, "user-data"), userData);
    writeFileSync(join(seed, "meta-data"), `instance-id: ${this.name}\nlocal-hostname: vm-test-0\n`);
    const unit = join(this.root, "etc/systemd/system/rsyslog.service.d");
    mkdirSync(unit, { recursive: true });
    copyFileSync(join(__dirname, "restricted.conf"), join(unit, "00-restricted.conf"));
    if (isLikeUbuntu) this.dropToSyslog();
    const veth = `v${this.name}`.slice(0, 15);
    run("ip", "netns", "add", this.name);
    run("ip", "link", "add", veth, "type", "veth", "peer", "name", "host0", "netns", this.name);
    run("ip", "addr", "add", `${this.peer}/30`, "dev", veth);
    run("ip", "link", "set", veth, "up");
    run("ip", "-n", this.name, "addr", "add", `${this.address}/30`, "dev", "host0");
    run("ip", "-n", this.name, "link", "set", "host0", "up");
    run("ip", "-n", this.name, "link", "set", "lo", "up");
  }

  private dropToSyslog(): void {
    const etc = (file: string) => join(this.root, "etc", file);
    appendFileSync(etc("passwd"), "syslog:x:104:111::/nonexistent:/usr/sbin/nologin\n");
    appendFileSync(etc("group"), "syslog:x:111:\n");
    const own = readFileSync(etc("rsyslog.conf"), "utf8");
    writeFileSync(etc("rsyslog.conf"), `$PrivDropToUser syslog\n$PrivDropToGroup syslog\n${own}`);
  }

  /** Boots the machine and waits until cloud-init has ended. Returns the output of `cloud-init status --long`. */
  async boot(): Promise<string> {
    const console = openSync(join(this.folder, "console.log"), "a");
    const lun0 = "/dev/disk/azure/scsi1/lun0";
    const args = ["-q", "-D", this.root, "--boot", "--register=no", "--keep-unit", `--machine=${this.name}`];
    const binds = [`--bind=${this.disk.device}`, `--bind=${this.disk.device}:${lun0}`];
    this.nspawn = spawn(
      "systemd-nspawn",
      [...args, `--network-namespace-path=/run/netns/${this.name}`, ...binds, "--capability=CAP_NET_ADMIN"],
      {
        stdio: ["ignore", console, console],
        detached: true,
        // Allows the machine to set the sysctls of its network namespace.
        env: { ...process.env, SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network" },
      },
    );
    for (let attempt = 0; attempt < 300; attempt++) {
      await wait(200);
      const { code, output } = this.try("cloud-init", "status", "--long");
      if (code !== undefined && !/status: (running|not run|not started)/.test(output) && output.includes("status:"))
        return output;
    }
    throw new Error(
      `the machine did not become ready:\n${readFileSync(join(this.folder, "console.log"), "utf8").slice(-3000)}`,
    );
  }

  /** Shuts the machine down as Azure does: requests a shutdown from init, which stops all services in order. */
  async shutDown(): Promise<void> {
    const init = this.init();
    if (this.nspawn === undefined || init === undefined) return;
    const ended = new Promise((resolve) => this.nspawn?.once("exit", resolve));
    run("kill", "-s", "RTMIN+4", init);
    await ended;
    this.nspawn = undefined;
  }

  /**
   * Runs a command on the machine. Returns the command's output and its exit code, which is undefined if the machine does
   * not run.
   */
  try(...command: string[]): { code: number | undefined; output: string } {
    const init = this.init();
    if (init === undefined) return { code: undefined, output: "" };
    const { status, stdout, stderr } = spawnSync("nsenter", ["-t", init, "-a", ...command], { encoding: "utf8" });
    return { code: status ?? undefined, output: `${stdout}${stderr}`.trim() };
  }

  /** Runs a shell script on the machine, as an Azure run command does. */
  script(text: string): { code: number | undefined; output: string } {
    return this.try("sh", "-c", text);
  }

  /** Starts a program outside the container, but in the container's network namespace: 127.0.0.1 is the machine's. */
  inNetwork(...command: string[]): ChildProcess {
    const child = spawn("ip", ["netns", "exec", this.name, ...command], { stdio: ["ignore", "pipe", "inherit"] });
    this.helpers.push(child);
    return child;
  }

  async remove(): Promise<void> {
    for (const helper of this.helpers) helper.kill("SIGKILL");
    await this.shutDown();
    run("ip", "netns", "del", this.name);
    run("umount", this.root);
    rmSync(this.folder, { recursive: true });
  }

  /** Returns the process id of the machine's init, as seen from outside the container. */
  private init(): string | undefined {
    const nspawn = this.nspawn?.pid;
    if (nspawn === undefined) return undefined;
    const { stdout } = spawnSync("pgrep", ["-P", String(nspawn)], { encoding: "utf8" });
    return stdout.trim().split("\n")[0] || undefined;
  }
}
