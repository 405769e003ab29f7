import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { graphOf } from "../exampleStacks";
import { describeWith } from "../needs";
import { ArcServer } from "./arcServer";

let server: ArcServer;
let root: string;
beforeEach(() => {
  server = new ArcServer();
  root = server.root;
});
afterEach(() => server.remove());

const program = (name: string, body: string): void => server.program(name, body);
const onboard = async (...args: string[]) =>
  server.run(String((await graphOf("arcOnly")).outputs.arcOnboardingScript), ...args);
const log = (): string[] => server.log();

describe("the script for an Arc server", () => {
  describe("when it sets up the spool,", () => {
    const reserved = () => log().filter((line) => /^(fallocate|mkfs)/.test(line));
    const free = (mebibytes: number) => program("df", `echo Avail; echo ${mebibytes}`);

    it("reserves 20 GiB if enough disk space is free", async () => {
      expect((await onboard("--no-connect")).code).toBe(0);
      const image = join(root, "var/lib/qumulo-spool.img");
      expect(reserved()).toEqual([
        `fallocate -l 20480MiB ${image}.new`,
        `mkfs.ext4 -q -F -m 0 -i 1048576 -E nodiscard,lazy_itable_init=0,lazy_journal_init=0 ${image}.new`,
        `fallocate -l 20480MiB ${image}.new`,
      ]);
      expect(log().indexOf("systemctl restart qumulo-spool.service")).toBeLessThan(
        log().indexOf("systemctl restart rsyslog qumulo-spool-watch.service"),
      );
    });

    it("reserves, on a smaller disk, the free space except 10 GiB, which is left for the agent", async () => {
      free(15_000);
      expect((await onboard("--no-connect")).code).toBe(0);
      expect(reserved()[0]).toContain("fallocate -l 4760MiB ");
    });

    it("prints the figures and changes nothing if the free space is too small", async () => {
      free(12_287);
      const { code, stderr } = await onboard("--no-connect");
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining(
          `there is no space for the spool: 12287 MiB are free in ${root}/var/lib, but the agent needs 10240 MiB and the spool at least 2048 MiB`,
        ),
      ]);
      expect(readdirSync(join(root, "etc/rsyslog.d"))).toEqual([]);
    });

    it("refuses a copy-on-write file system, which may need a free block to overwrite an allocated one", async () => {
      program("stat", "echo btrfs");
      const { code, stderr } = await onboard("--no-connect");
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/\(btrfs\): use ext4 or xfs, or give the spool .*rsyslog\/qumulo$/m),
      ]);
    });

    it("uses the file system that the server's owner has mounted at the spool's path", async () => {
      program("mountpoint", "true");
      free(50);
      expect((await onboard("--no-connect")).code).toBe(0);
      expect(reserved()).toEqual([]);
    });

    it("moves the events that an earlier version of the script spooled in the parent folder", async () => {
      mkdirSync(join(root, "var/spool/rsyslog"), { recursive: true });
      writeFileSync(join(root, "var/spool/rsyslog/qumulo.00000007"), "<Obj:1:msg:1:\n>End\n.\n");
      expect((await onboard("--no-connect")).code).toBe(0);
      expect(log().indexOf("systemctl stop rsyslog")).toBeLessThan(
        log().indexOf("systemctl restart qumulo-spool.service"),
      );
      expect(readdirSync(join(root, "var/spool/rsyslog/qumulo"))).toContain("qumulo.00000007");
    });
  });

  describe("with other rsyslogd releases", () => {
    const version = (release: string) =>
      program("rsyslogd", `[ "$1" != -v ] || echo "rsyslogd  ${release} (aka 2026.08)"`);

    it("refuses a release older than the oldest tested one", async () => {
      version("8.2102.0-15.el8");
      const { code, stderr } = await onboard("--no-connect");
      expect([code, stderr]).toEqual([1, expect.stringContaining("The script is tested with 8.2302 to 8.2504")]);
    });

    it.each([
      ["8.2504.0", false],
      ["8.2608.0-4", true],
    ])("warns only about a release newer than the newest tested one: %s, warning %s", async (release, isNewer) => {
      version(release);
      const { code, stdout } = await onboard("--no-connect");
      expect([code, stdout.includes("is newer than the newest tested one, 8.2504")]).toEqual([0, isNewer]);
    });
  });
});

describeWith("root")("the file with the file system for an Arc server's spool", () => {
  const SIZE = 96 * 2 ** 20;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "qumulo-arc-disk-"));
    for (const name of ["disk", "spool"]) mkdirSync(join(folder, name));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=160M", "tmpfs", join(folder, "disk")]);
  });
  afterEach(() => {
    for (const name of ["spool", "disk"]) spawnSync("umount", ["--lazy", join(folder, name)]);
    rmSync(folder, { recursive: true });
  });
  const shell = (text: string) => {
    const { status, stderr } = spawnSync("bash", ["-c", text], { encoding: "utf8" });
    return { status, stderr };
  };
  const fill = (path: string): number => {
    spawnSync("cp", ["/dev/zero", path], { stdio: "ignore" });
    return statSync(path).size;
  };

  it("can be filled completely on a disk that is otherwise full, and releases no blocks, not even on a trim", async () => {
    const script = String((await graphOf("arcOnly")).outputs.arcOnboardingScript);
    const [image, spool] = [join(folder, "disk/spool.img"), join(folder, "spool")];
    const [making = ""] = / {2}fallocate [\s\S]*? {2}mv "\$image.new" "\$image"/.exec(script) ?? [];
    const [, mounting = ""] =
      /^write \/usr\/local\/sbin\/qumulo-spool-disk 0755 << 'END_OF_FILE'\n([\s\S]*?)\nEND_OF_FILE$/m.exec(script) ??
      [];
    expect(shell(`set -e; size=96; image=${image}\n${making}`)).toEqual({ status: 0, stderr: "" });
    const here = mounting.replace("__SPOOL__", spool).replace(/^image=.*$/m, `image=${image}`);
    expect(shell(here)).toEqual({ status: 0, stderr: "" });
    expect(fill(join(folder, "disk/of-others"))).toBeGreaterThan(32 * 2 ** 20);
    // ext4 uses a part of the space for its metadata.
    expect(fill(join(spool, "qumulo.00000001"))).toBeGreaterThan(SIZE * 0.85);
    rmSync(join(spool, "qumulo.00000001"));
    expect(shell(`sync; fstrim ${spool}`).status).not.toBe(0);
    expect(statSync(image).blocks * 512).toBe(SIZE);
    expect(fill(join(spool, "qumulo.00000002"))).toBeGreaterThan(SIZE * 0.85);
  });
});
