import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { graphOf } from "../exampleStacks";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "qumulo-arc-"));
  for (const folder of ["etc/rsyslog.d", "etc/systemd/system", "etc/sysctl.d", "usr/local/sbin", "bin"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "etc/rsyslog.conf"), `include(file="${root}/etc/rsyslog.d/*.conf")\n`);
  writeFileSync(join(root, "etc/os-release"), "ID=ubuntu\nID_LIKE=debian\n");
  // The server's own programs: a log of what is asked of them. rsyslogd's own check is in rehearsal.test.ts.
  program("id", "echo 0");
  program("ss", "cat ROOT/listeners 2>/dev/null; true");
  program("rsyslogd", 'echo "rsyslogd $*" >> ROOT/log');
  program("sysctl", 'echo "sysctl $*" >> ROOT/log; [ "$1" = -q ] || echo "net.ipv4.tcp_rmem = before"');
  program("systemctl", 'echo "systemctl $*" >> ROOT/log');
  program("azcmagent", 'echo "azcmagent $*" >> ROOT/log; [ "$1" != show ] || cat ROOT/arc-status 2>/dev/null; true');
});
afterEach(() => rmSync(root, { recursive: true }));

function program(name: string, body: string): void {
  const path = join(root, "bin", name);
  writeFileSync(path, `#!/bin/sh\n${body.replaceAll("ROOT", root)}\n`);
  chmodSync(path, 0o755);
}

/** Runs the script that the stack gives, below the test's root instead of `/`. */
async function onboard(...args: string[]) {
  const script = String((await graphOf("arcOnly")).outputs.arcOnboardingScript);
  const rooted = script.replace(/(?<=[\s="])\/(etc|usr\/local|var)\//g, `${root}/$1/`);
  writeFileSync(join(root, "onboard.sh"), rooted);
  const { status, stdout, stderr } = spawnSync("bash", [join(root, "onboard.sh"), ...args], {
    env: { PATH: `${join(root, "bin")}:${process.env.PATH}` },
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

const log = (): string[] => readFileSync(join(root, "log"), "utf8").trim().split("\n");
const audit = (): string => readFileSync(join(root, "etc/rsyslog.d/05-qumulo-audit.conf"), "utf8");

describe("the script for an Arc server", () => {
  it("connects the server, writes rsyslog's files and starts rsyslog", async () => {
    const { code, stdout, stderr } = await onboard("--config", "sp.json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(readdirSync(join(root, "etc/rsyslog.d"))).toEqual([
      "00-qumulo-global.conf",
      "05-qumulo-audit.conf",
      "qumulo-agent.port",
      "qumulo-before.sysctl",
    ]);
    expect(readFileSync(join(root, "etc/rsyslog.d/qumulo-agent.port"), "utf8")).toBe("28330");
    expect(statSync(join(root, "usr/local/sbin/qumulo-agent-port")).mode & 0o777).toBe(0o755);
    expect(audit()).toContain('queue.spoolDirectory="');
    expect(audit()).toContain('/var/spool/rsyslog"');
    expect(log().filter((line) => line.startsWith("azcmagent connect"))[0]).toMatch(
      /--resource-group rg-qumulo-test-compute\w+ .*--config sp\.json$/,
    );
    expect(log().at(-2)).toBe("systemctl restart rsyslog");
    expect(stdout).toContain("pulumi config set --path 'arc.servers[N].id'");
  });

  it("changes nothing when it runs a second time", async () => {
    await onboard("--no-connect");
    writeFileSync(join(root, "log"), "");
    const { code, stdout } = await onboard("--no-connect");
    expect([code, stdout]).toEqual([0, "Nothing had to be changed.\n"]);
    expect(log().filter((line) => line.startsWith("systemctl"))).toEqual([]);
  });

  it("does not connect a server that is connected", async () => {
    writeFileSync(join(root, "arc-status"), "Resource Id  : /subscriptions/s/machines/m\nAgent Status : Connected\n");
    const { stdout } = await onboard();
    expect(stdout).toContain("connected to Azure Arc already");
    expect(log().filter((line) => line.startsWith("azcmagent connect"))).toEqual([]);
    expect(stdout).toContain("'arc.servers[N].id' /subscriptions/s/machines/m");
  });

  it("spools where RHEL lets rsyslogd write", async () => {
    writeFileSync(join(root, "etc/os-release"), 'ID="rocky"\nID_LIKE="rhel centos fedora"\n');
    await onboard("--no-connect");
    expect(audit()).toContain('/var/lib/rsyslog"');
  });

  describe("taken back", () => {
    const files = () =>
      readdirSync(root, { recursive: true })
        .map(String)
        .filter((path) => /^(etc|usr)/.test(path));

    it("leaves what was there, and nothing else", async () => {
      rmSync(join(root, "etc/systemd/system/rsyslog.service.d"), { recursive: true, force: true });
      const before = files();
      await onboard("--no-connect");
      writeFileSync(join(root, "log"), "");
      const { code, stderr } = await onboard("--uninstall");
      expect([code, stderr]).toEqual([0, ""]);
      expect(files()).toEqual(before);
      expect(log()).toEqual([
        "systemctl disable --now qumulo-agent-port.path qumulo-agent-port.service",
        "systemctl stop rsyslog",
        expect.stringContaining("sysctl -q -p"),
        "systemctl daemon-reload",
        "systemctl start rsyslog",
      ]);
      expect((await onboard("--uninstall")).stdout).toBe("Nothing of ours is here.\n");
    });

    it("is refused while events wait for the agent", async () => {
      await onboard("--no-connect");
      const [, spool = ""] = /spoolDirectory="([^"]+)"/.exec(audit()) ?? [];
      writeFileSync(join(spool, "qumulo.00000001"), Buffer.alloc(3_000_000));
      const before = files();
      const { code, stderr } = await onboard("--uninstall");
      expect([code, stderr.includes("events wait in")]).toEqual([1, true]);
      expect(files()).toEqual(before);
    });
  });

  const refusals: [string, () => void, string][] = [
    ["it is not root", () => program("id", "echo 1000"), "run it as root"],
    [
      "azcmagent is not there",
      () => {
        rmSync(join(root, "bin/azcmagent"));
      },
      "azcmagent is not installed",
    ],
    [
      "imtcp is loaded by someone else",
      () => writeFileSync(join(root, "etc/rsyslog.d/10-other.conf"), 'module(load="imtcp")\n'),
      "imtcp is loaded by",
    ],
    [
      "imtcp is loaded in the old style",
      () => writeFileSync(join(root, "etc/rsyslog.conf"), "$ModLoad imtcp\n"),
      "imtcp is loaded by",
    ],
    [
      "another program has the port",
      () => writeFileSync(join(root, "listeners"), 'LISTEN 0 5 *:514 users:(("syslog-ng",pid=1,fd=3))\n'),
      "port 514 is taken",
    ],
    [
      "rsyslogd listens already, and not with our files",
      () => writeFileSync(join(root, "listeners"), 'LISTEN 0 5 *:514 users:(("rsyslogd",pid=1,fd=3))\n'),
      "a configuration that is not ours",
    ],
    [
      "the distribution is unknown",
      () => writeFileSync(join(root, "etc/os-release"), "ID=alpine\n"),
      "'alpine' is not known",
    ],
  ];
  it.each(refusals)("refuses with the reason where %s, and changes nothing", async (_, prepare, reason) => {
    prepare();
    const before = readdirSync(join(root, "etc/rsyslog.d"));
    const { code, stderr } = await onboard();
    expect(code).toBe(1);
    expect(stderr).toContain(`Refused: `);
    expect(stderr).toContain(reason);
    expect(readdirSync(join(root, "etc/rsyslog.d"))).toEqual(before);
  });

  it("refuses where rsyslogd does not take the configuration, and does not restart it", async () => {
    program("rsyslogd", "echo broken >&2; exit 1");
    const { code, stderr } = await onboard("--no-connect");
    expect([code, stderr.includes("rsyslog refuses the configuration")]).toEqual([1, true]);
    expect(log().filter((line) => line.startsWith("systemctl"))).toEqual([]);
  });

  it("goes on where a comment mentions imtcp", async () => {
    writeFileSync(join(root, "etc/rsyslog.conf"), '#module(load="imtcp")\n#$ModLoad imtcp\n');
    expect((await onboard("--no-connect")).code).toBe(0);
  });
});
