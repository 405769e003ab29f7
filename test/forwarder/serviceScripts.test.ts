import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { userData } from "../../components/forwarder/cloudInit/userData";
import { parseImage } from "../../components/forwarder/image";
import { serviceFiles } from "../../components/forwarder/service/serviceFiles";

// Runs the service scripts with simulated programs, some of which are missing or fail. Each script must report such a
// problem.
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

/** Runs a script that is deployed on the machines, with only the programs in the test's folder on its PATH. */
function run(text: string, ...args: string[]) {
  writeFileSync(join(root, "script"), text);
  const { status, stderr, stdout } = spawnSync(join(root, "bin/sh"), [join(root, "script"), ...args], {
    env: { PATH: join(root, "bin") },
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}`.trim() };
}

const script = (name: string): string =>
  serviceFiles({ port: 514, spoolDirectory: join(root, "spool"), mostSpoolGiB: 64 }).find(({ path }) =>
    path.endsWith(`/${name}`),
  )?.content ?? "exit 99";

describe("qumulo-hold", () => {
  it.each(["nft", "ss"])(
    "warns of a possible loss of events if %s is not installed, but exits with 0, so that rsyslog can stop",
    (absent) => {
      program(absent === "nft" ? "ss" : "nft", "true");
      const { status, output } = run(script("qumulo-hold"));
      expect([status, output]).toEqual([
        0,
        expect.stringContaining(`<4>qumulo-hold: ${absent} is not installed: events`),
      ]);
      expect(log()).toBe("");
    },
  );

  it("warns of a possible loss of events if the kernel has rejected the rules", () => {
    program("nft", "exit 1");
    program("ss", "true");
    expect(run(script("qumulo-hold"))).toEqual({
      status: 0,
      output: expect.stringContaining("<4>qumulo-hold: nftables did not block the senders: events"),
    });
  });

  it("warns of a possible loss of events if rsyslogd has not read all data in its sockets", () => {
    program("nft", "true");
    program("ss", "echo '512 0 10.0.0.1:514 10.0.0.2:999'");
    program("sleep", "true");
    expect(run(script("qumulo-hold")).output).toContain("rsyslogd has not read everything within 2 s");
  });

  it("prints nothing if rsyslogd has read all data", () => {
    program("nft", "true");
    program("ss", "echo '0 0 10.0.0.1:514 10.0.0.2:999'");
    expect(run(script("qumulo-hold"))).toEqual({ status: 0, output: "" });
  });
});

describe("qumulo-release", () => {
  it("prints a command for unblocking the senders if its own nft command fails", () => {
    program("nft", '[ "$1" = list ]');
    expect(run(script("qumulo-release"))).toEqual({
      status: 0,
      output: "<3>qumulo-release: senders are still blocked; run: nft delete table inet qumulo_hold",
    });
  });

  it("prints nothing if no senders were blocked", () => {
    program("nft", "exit 1");
    expect(run(script("qumulo-release"))).toEqual({ status: 0, output: "" });
  });
});

describe("qumulo-spool-watch", () => {
  it("exits with 1 if a program that it needs is not installed, and prints the program's name", () => {
    expect(run(script("qumulo-spool-watch"), "0")).toEqual({
      status: 1,
      output: "<3>systemctl is not installed: nothing watches what rsyslog keeps on disk",
    });
  });

  /**
   * Runs the script until it has checked the spool `looks` times. The spool has the format of rsyslog 8.2608, and
   * contains events that no worker delivers.
   */
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
    const { output } = run(script("qumulo-spool-watch").replaceAll("/proc/", `${root}/proc/`), "1", "6");
    const restarts = log().match(/^systemctl try-restart rsyslog$/gm)?.length ?? 0;
    return { output, restarts, reports: log().match(/^qumulo-spool-check report$/gm)?.length ?? 0 };
  }

  it("prints once a minute the number of sessions and the highest number from one address", () => {
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
    expect(watch(6).output.match(/^sessions: .*$/gm)).toEqual(["sessions: 3, at most 2 from one address"]);
  });

  it("finds events in the spool format of rsyslog 8.2608, and restarts rsyslog if two checks find the same events", () => {
    expect(watch(1)).toMatchObject({ restarts: 0 });
    expect(watch(2)).toMatchObject({
      restarts: 1,
      output: "events wait on disk and nothing delivers them: restarting rsyslog",
    });
  });

  it("restarts rsyslog at most three times if no restart delivers events, and then prints an error with each report", () => {
    const { output, restarts, reports } = watch(18);
    expect([restarts, reports]).toEqual([3, 3]);
    expect(output.match(/^<3>events wait on disk, and 3 restarts of rsyslog did not deliver them/gm)).toHaveLength(3);
  });

  it("restarts rsyslog more than three times if the restarts deliver events", () => {
    expect(watch(12, `echo more >> ${root}/spool/qumulo.segq/state`).restarts).toBeGreaterThan(3);
  });

  it("restarts rsyslog with a lower spool limit if too little space is free for the current limit", () => {
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
  /**
   * Runs the script on a file instead of a disk, with a `blkid` that exits with `code`. Returns the script's exit
   * status, and which of mkfs.ext4 and mount it ran.
   */
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

  it("formats only a disk that has no file system", () => {
    expect(mount(2)).toEqual([0, "mkfs.ext4", "mount"]);
    writeFileSync(join(root, "log"), "");
    expect(mount(0)).toEqual([0, "mount"]);
  });

  it.each([127, 4, 8])("does not format or mount the disk if blkid fails with exit code %i", (code) => {
    expect(mount(code)).toEqual([1]);
  });
});
