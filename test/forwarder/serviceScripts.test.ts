import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { KEEP_EVERYTHING } from "../../components/events/noiseFilter";
import { userData } from "../../components/forwarder/cloudInit/userData";
import { parseImage } from "../../components/forwarder/image";
import { serviceFiles } from "../../components/forwarder/service/serviceFiles";

// A machine that lacks a program: each script says so, where it would else have done nothing without a word.
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "qumulo-scripts-"));
  mkdirSync(join(root, "bin"));
  writeFileSync(join(root, "log"), "");
  for (const name of ["awk", "cat", "cksum", "find", "grep", "readlink", "sed", "sh", "sort", "stat", "tail"])
    symlinkSync(execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(), join(root, "bin", name));
});
afterEach(() => rmSync(root, { recursive: true }));

function program(name: string, body: string): void {
  const path = join(root, "bin", name);
  rmSync(path, { force: true });
  writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> ${root}/log\n${body}\n`);
  chmodSync(path, 0o755);
}

const log = () => readFileSync(join(root, "log"), "utf8");

/** Runs a script of the machine with nothing on its PATH but the test's programs. */
function run(text: string, ...args: string[]) {
  writeFileSync(join(root, "script"), text);
  const { status, stderr, stdout } = spawnSync(join(root, "bin/sh"), [join(root, "script"), ...args], {
    env: { PATH: join(root, "bin") },
    encoding: "utf8",
  });
  return { status, said: `${stdout}${stderr}`.trim() };
}

const script = (name: string): string =>
  serviceFiles({ port: 514, spoolDirectory: join(root, "spool"), mostSpoolGiB: 64 }).find(({ path }) =>
    path.endsWith(`/${name}`),
  )?.content ?? "exit 99";

describe("qumulo-hold", () => {
  it.each(["nft", "ss"])("says that events may be lost where %s is not installed, and lets rsyslog stop", (absent) => {
    program(absent === "nft" ? "ss" : "nft", "true");
    const { status, said } = run(script("qumulo-hold"));
    expect([status, said]).toEqual([0, expect.stringContaining(`<4>qumulo-hold: ${absent} is not installed: events`)]);
    expect(log()).toBe("");
  });

  it("says that events may be lost where the kernel does not take the rules", () => {
    program("nft", "exit 1");
    program("ss", "true");
    expect(run(script("qumulo-hold"))).toEqual({
      status: 0,
      said: expect.stringContaining("<4>qumulo-hold: nftables did not hold the senders off: events"),
    });
  });

  it("says that events may be lost where rsyslogd does not read what has come", () => {
    program("nft", "true");
    program("ss", "echo '512 0 10.0.0.1:514 10.0.0.2:999'");
    program("sleep", "true");
    expect(run(script("qumulo-hold")).said).toContain("rsyslogd has not read all in 2 s");
  });

  it("says nothing where all is read", () => {
    program("nft", "true");
    program("ss", "echo '0 0 10.0.0.1:514 10.0.0.2:999'");
    expect(run(script("qumulo-hold"))).toEqual({ status: 0, said: "" });
  });
});

describe("qumulo-release", () => {
  it("says what lets the senders in again where nft does not", () => {
    program("nft", '[ "$1" = list ]');
    expect(run(script("qumulo-release"))).toEqual({
      status: 0,
      said: "<3>qumulo-release: senders are still kept out: nft delete table inet qumulo_hold",
    });
  });

  it("says nothing where nothing was held", () => {
    program("nft", "exit 1");
    expect(run(script("qumulo-release"))).toEqual({ status: 0, said: "" });
  });
});

describe("qumulo-spool-watch", () => {
  it("ends with the name of the program that it lacks", () => {
    expect(run(script("qumulo-spool-watch"), "0")).toEqual({
      status: 1,
      said: "<3>systemctl is not installed: nothing watches what rsyslog keeps on disk",
    });
  });

  /** Looks as often as given at a machine whose rsyslogd has no worker for what a newer one's form of a spool holds. */
  function watch(looks: number, afterRestart = "true") {
    for (const folder of ["proc/42/task/1", "proc/42/fd", "spool/qumulo.segq"])
      mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, "log"), "");
    writeFileSync(join(root, "proc/42/task/1/comm"), "rs:spooled:Reg\n");
    writeFileSync(join(root, "spool/qumulo.segq/state"), "read until here");
    writeFileSync(join(root, "spool/qumulo.segq/segment-00000000000000000001.seg"), "events");
    program("systemctl", `[ "$1" = show ] && echo 42 || { ${afterRestart}; }`);
    program("qumulo-spool-check", "true");
    program("sleep", `[ "$(grep -c ^sleep ${root}/log)" -le ${looks} ]`);
    const { said } = run(script("qumulo-spool-watch").replaceAll("/proc/", `${root}/proc/`), "1", "6");
    const restarts = log().match(/^systemctl try-restart rsyslog$/gm)?.length ?? 0;
    return { said, restarts, reports: log().match(/^qumulo-spool-check report$/gm)?.length ?? 0 };
  }

  it("reports the sessions of the port once a minute, and how many one address has", () => {
    mkdirSync(join(root, "proc/net"), { recursive: true });
    const row = (local: string, peer: string, state: string) => `   0: ${local} ${peer} ${state} 00000000:00000000\n`;
    writeFileSync(
      join(root, "proc/net/tcp"),
      `  sl  local_address rem_address   st tx_queue\n${[
        row("00000000:0202", "00000000:0000", "0A"),
        row("0100000A:0202", "0500000A:9C40", "01"),
        row("0100000A:0202", "0500000A:9C41", "01"),
        row("0100000A:0202", "0600000A:9C40", "01"),
        row("0100000A:0202", "0600000A:9C41", "08"),
        row("0100000A:0016", "0700000A:0202", "01"),
      ].join("")}`,
    );
    expect(watch(6).said.match(/^sessions: .*$/gm)).toEqual(["sessions: 3, at most 2 of one address"]);
  });

  it("sees what waits in the form of rsyslogd 8.2608, too, and restarts where two looks find the same", () => {
    expect(watch(1)).toMatchObject({ restarts: 0 });
    expect(watch(2)).toMatchObject({
      restarts: 1,
      said: "events wait on disk and nothing delivers them: restarting rsyslog",
    });
  });

  it("restarts three times for one place, and then says so with each report", () => {
    const { said, restarts, reports } = watch(18);
    expect([restarts, reports]).toEqual([3, 3]);
    expect(said.match(/^<3>events wait on disk and 3 restarts of rsyslog have not had them delivered/gm)).toHaveLength(
      3,
    );
  });

  it("restarts again where a restart has had something delivered", () => {
    expect(watch(12, `echo more >> ${root}/spool/qumulo.segq/state`).restarts).toBeGreaterThan(3);
  });

  it("restarts rsyslog, which takes its limit anew, where less room is left than the spool may take", () => {
    watch(0);
    writeFileSync(join(root, "log"), "");
    rmSync(join(root, "spool/qumulo.segq"), { recursive: true });
    program("qumulo-spool-check", "exit 1");
    program("sleep", `[ "$(grep -c ^sleep ${root}/log)" -le 6 ]`);
    run(script("qumulo-spool-watch").replaceAll("/proc/", `${root}/proc/`), "1", "6");
    expect(log().match(/^systemctl try-restart rsyslog$/gm)).toHaveLength(1);
  });
});

describe("qumulo-spool-disk", () => {
  /** Runs it where `blkid` ends with a code, on a file instead of a disk. Gives what was done to the disk. */
  function mount(code: number) {
    const disk = join(root, "disk");
    writeFileSync(disk, "");
    program("blkid", `exit ${code}`);
    for (const name of ["chmod", "chown", "e2label", "id", "mkdir", "mkfs.ext4", "mount", "resize2fs"])
      program(name, "true");
    program("mountpoint", "false");
    const image = parseImage("Canonical:ubuntu-24_04-lts:server:latest");
    const args = { spoolGiB: 8, filter: KEEP_EVERYTHING, senders: [], image };
    const { write_files } = z
      .object({ write_files: z.array(z.object({ path: z.string(), content: z.string() })) })
      .parse(parse(userData(args)));
    const text = write_files.find(({ path }) => path.endsWith("/qumulo-spool-disk"))?.content ?? "exit 99";
    const { status } = run(text.replaceAll("[ -b ", "[ -e ").replace("/dev/disk/azure/scsi1/lun0", disk));
    return [status, ...(log().match(/^(mkfs\.ext4|mount)(?= )/gm) ?? [])];
  }

  it("formats a disk that carries no file system, and no other", () => {
    expect(mount(2)).toEqual([0, "mkfs.ext4", "mount"]);
    writeFileSync(join(root, "log"), "");
    expect(mount(0)).toEqual([0, "mount"]);
  });

  it.each([127, 4, 8])("neither formats nor mounts where blkid itself fails, with %i", (code) => {
    expect(mount(code)).toEqual([1]);
  });
});
