import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "./configuration";

const run = (program: string, ...args: string[]): void => void execFileSync(program, args);

/** A small disk in a lab's folder, which contains the spool and which other programs can fill. */
export class SharedDisk {
  private readonly mounted: string[] = [];
  private readonly folder: string;

  /**
   * With `ours`, the spool is a file system in a file on the disk, as on an Arc server. With `stock`, the spool is a folder.
   */
  constructor(root: string, configuration: Configuration) {
    const spool = join(root, "spool");
    this.folder = configuration === "stock" ? spool : join(root, "disk");
    for (const path of [spool, this.folder]) mkdirSync(path, { recursive: true });
    this.mount("-t", "tmpfs", "-o", "size=256M", "tmpfs", this.folder);
    if (configuration === "stock") return;
    const image = join(this.folder, "spool.img");
    run("fallocate", "-l", "128MiB", image);
    run(
      "mkfs.ext4",
      "-q",
      "-F",
      "-m",
      "0",
      "-i",
      "1048576",
      "-E",
      "nodiscard,lazy_itable_init=0,lazy_journal_init=0",
      image,
    );
    run("fallocate", "-l", "128MiB", image);
    this.mount("-o", "loop,noatime,dioread_lock,noinit_itable", image, spool);
  }

  private mount(...args: string[]): void {
    run("mount", ...args);
    this.mounted.unshift(args.at(-1) ?? "");
  }

  /** Fills all free space on the disk. */
  fill(): void {
    spawnSync("cp", ["/dev/zero", join(this.folder, "of-others")], { stdio: "ignore" });
  }

  remove(): void {
    for (const path of this.mounted) run("umount", "--lazy", path);
  }
}
