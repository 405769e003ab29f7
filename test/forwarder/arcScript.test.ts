import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { program as stackProgram } from "../../infra/program";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { graphOf, stacks } from "../exampleStacks";
import { ArcServer, MORE } from "./arcServer";

let server: ArcServer;
let root: string;
/** The graph of the stack whose output arcOnboardingScript is the tested script. */
let graph: ReturnType<typeof graphOf>;
beforeEach(() => {
  graph = graphOf("arcOnly");
  server = new ArcServer();
  root = server.root;
});
afterEach(() => server.remove());
const program = (name: string, body: string): void => server.program(name, body);
const onboard = async (...args: string[]) => server.run(String((await graph).outputs.arcOnboardingScript), ...args);
const log = (): string[] => server.log();
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
      "qumulo-spool.limit",
    ]);
    expect(readFileSync(join(root, "etc/rsyslog.d/qumulo-agent.port"), "utf8")).toBe("28330");
    expect(statSync(join(root, "usr/local/sbin/qumulo-agent-port")).mode & 0o777).toBe(0o755);
    expect(audit()).toMatch(/queue\.spoolDirectory="\S*\/var\/spool\/rsyslog\/qumulo"/);
    expect(log().filter((line) => line.startsWith("azcmagent connect"))[0]).toMatch(
      /--resource-group rg-qumulo-test-compute\w+ .*--config sp\.json$/,
    );
    expect(log().at(-2)).toBe("systemctl restart rsyslog qumulo-spool-watch.service");
    expect(stdout).toContain("pulumi config set --path 'arc.servers[2].id'");
  });

  it("replaces the placeholder __SPOOL__ only in its own files, not in a path from the settings", async () => {
    const events = '{ "exclude": [{ "pathPrefixes": ["/__SPOOL__/"] }] }';
    const values = { ...stacks.arcOnly.values, "qumulo-audit:events": events };
    graph = recordProgram(stackProgram, { ...stacks.arcOnly, values });
    await onboard("--no-connect");
    expect(audit()).toContain("/__SPOOL__/");
  });

  it("changes nothing if it runs a second time", async () => {
    await onboard("--no-connect");
    writeFileSync(join(root, "log"), "");
    const { code, stdout } = await onboard("--no-connect");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Nothing had to be changed\.\nPort 514 is open/)]);
    expect(log().filter((line) => line.startsWith("systemctl"))).toEqual([]);
  });

  it("does not connect a server that is already connected", async () => {
    writeFileSync(join(root, "arc-status"), "Resource Id  : /subscriptions/s/machines/m\nAgent Status : Connected\n");
    const { stdout } = await onboard();
    expect(stdout).toContain("already connected to Azure Arc");
    expect(log().filter((line) => line.startsWith("azcmagent connect"))).toEqual([]);
    expect(stdout).toContain("'arc.servers[2].id' '/subscriptions/s/machines/m'");
  });

  it("puts the spool into a folder to which SELinux on RHEL allows rsyslogd to write", async () => {
    writeFileSync(join(root, "etc/os-release"), 'ID="rocky"\nID_LIKE="rhel centos fedora"\n');
    await onboard("--no-connect");
    expect(audit()).toContain('/var/lib/rsyslog/qumulo"');
  });

  describe("with --uninstall", () => {
    const files = () =>
      readdirSync(root, { recursive: true })
        .map(String)
        .filter((path) => /^(etc|usr)/.test(path));

    it("leaves exactly the files that existed before the installation", async () => {
      rmSync(join(root, "etc/systemd/system/rsyslog.service.d"), { recursive: true, force: true });
      const before = files();
      await onboard("--no-connect");
      writeFileSync(join(root, "log"), "");
      const { code, stderr } = await onboard("--uninstall");
      expect([code, stderr]).toEqual([0, ""]);
      expect(files()).toEqual(before);
      expect(log()).toEqual([
        "systemctl stop syslog.socket",
        "systemctl stop rsyslog",
        "systemctl disable --now qumulo-agent-port.path qumulo-agent-port.service qumulo-spool-watch.service qumulo-spool.service",
        expect.stringContaining("sysctl -q -p"),
        "systemctl daemon-reload",
        "systemctl start rsyslog",
      ]);
      expect((await onboard("--uninstall")).stdout).toBe(
        "The forwarder is not installed here: nothing to uninstall.\n",
      );
    });

    it("succeeds if rsyslogd deletes its spool while it stops, because everything was delivered", async () => {
      await onboard("--no-connect");
      const [, spool = ""] = /spoolDirectory="([^"]+)"/.exec(audit()) ?? [];
      writeFileSync(join(spool, "qumulo.00000001"), Buffer.alloc(3_000_000));
      program("systemctl", `[ "$*" != "stop rsyslog" ] || rm ${spool}/qumulo.00000001`);
      expect((await onboard("--uninstall")).code).toBe(0);
    });

    it.each([
      ["Debian's rsyslogd", "qumulo.00000001"],
      ["rsyslogd 8.2608", "qumulo.segq/segment-00000000000000000001.seg"],
    ])("refuses to uninstall while events wait in the spool format of %s", async (_, file) => {
      await onboard("--no-connect");
      const [, spool = ""] = /spoolDirectory="([^"]+)"/.exec(audit()) ?? [];
      mkdirSync(join(spool, "qumulo.segq"));
      writeFileSync(join(spool, file), "one event");
      const before = files();
      writeFileSync(join(root, "log"), "");
      const { code, stderr } = await onboard("--uninstall");
      expect([code, stderr.includes("events wait in")]).toEqual([1, true]);
      expect(files()).toEqual(before);
      expect(log().at(-1)).toBe("systemctl start rsyslog");
    });
  });

  const lack = (name: string) => () => rmSync(join(root, "bin", name));
  const refusals: [string, () => void, string][] = [
    ["it is not run as root", () => program("id", "echo 1000"), "run it as root"],
    ["azcmagent is missing", lack("azcmagent"), "azcmagent is not installed"],
    ["a program that the script needs is missing", lack("ss"), "ss is not installed"],
    [
      "another rsyslog file loads imtcp",
      () => writeFileSync(join(root, "etc/rsyslog.d/10-other.conf"), 'module(load="imtcp")\n'),
      "imtcp is loaded by",
    ],
    [
      "another rsyslog file loads imtcp in the old syntax",
      () => writeFileSync(join(root, "etc/rsyslog.conf"), "$ModLoad imtcp\n"),
      "imtcp is loaded by",
    ],
    [
      "another program uses the port",
      () => writeFileSync(join(root, "listeners"), 'LISTEN 0 5 *:514 users:(("syslog-ng",pid=1,fd=3))\n'),
      "port 514 is in use",
    ],
    [
      "rsyslogd already listens on the port, with a configuration that is not the script's",
      () => writeFileSync(join(root, "listeners"), 'LISTEN 0 5 *:514 users:(("rsyslogd",pid=1,fd=3))\n'),
      "a configuration that is not this script's",
    ],
    [
      "the distribution is unknown",
      () => writeFileSync(join(root, "etc/os-release"), "ID=alpine\n"),
      "'alpine' is not supported",
    ],
  ];
  it.each(refusals)("prints the reason and changes nothing if %s", async (_, prepare, reason) => {
    prepare();
    const before = readdirSync(join(root, "etc/rsyslog.d"));
    const { code, stderr } = await onboard();
    expect(code).toBe(1);
    expect(stderr).toContain(`Refused: `);
    expect(stderr).toContain(reason);
    expect(readdirSync(join(root, "etc/rsyslog.d"))).toEqual(before);
  });

  describe("on a server with SELinux", () => {
    beforeEach(() => program("getenforce", "echo Enforcing"));
    const policy = (ports: string) =>
      program("semanage", `echo "syslogd_port_t                 tcp      ${ports}"; ${MORE}`);

    it("refuses to run without semanage, because the agent would then not open a port", async () => {
      const { code, stderr } = await onboard("--no-connect");
      expect([code, stderr]).toEqual([1, expect.stringContaining("install the package policycoreutils-python-utils")]);
      program("getenforce", "echo Disabled");
      expect((await onboard("--no-connect")).code).toBe(0);
    });

    it("accepts port 514 without a change of the SELinux policy", async () => {
      policy("601, 20514");
      expect((await onboard("--no-connect")).code).toBe(0);
    });

    it("refuses another port until the SELinux policy allows rsyslogd to use it", async () => {
      const { values } = stacks.arcOnly;
      graph = recordProgram(stackProgram, {
        ...stacks.arcOnly,
        values: { ...values, "qumulo-audit:forwarder": JSON.stringify({ count: 0, port: 1514 }) },
      });
      policy("601, 20514, 15140");
      const { code, stderr } = await onboard("--no-connect");
      expect([code, stderr]).toEqual([1, expect.stringContaining("semanage port -a -t syslogd_port_t -p tcp 1514\n")]);
      policy("601, 1514, 20514");
      expect((await onboard("--no-connect")).code).toBe(0);
    });
  });

  it("refuses a configuration that rsyslogd rejects, and does not restart rsyslogd", async () => {
    const speaks = '[ "$1" = -v ] && echo "rsyslogd  8.2302.0 (aka 2023.02)"';
    program("rsyslogd", `${speaks} || { echo broken >&2; exit 1; }`);
    const { code, stderr } = await onboard("--no-connect");
    expect([code, stderr.includes("rsyslog rejects the configuration")]).toEqual([1, true]);
    expect(log().filter((line) => /^systemctl.* rsyslog\b/.test(line))).toEqual([]);
    // The refused run has written the files, but rsyslogd has not read them, so the next run must restart rsyslogd.
    program("rsyslogd", `${speaks} || true`);
    expect((await onboard("--no-connect")).stdout).not.toContain("Nothing had to be changed.");
    expect(log()).toContain("systemctl restart rsyslog qumulo-spool-watch.service");
    expect((await onboard("--no-connect")).stdout).toContain("Nothing had to be changed.");
  });

  it("warns on a server without nftables, and names the package to install", async () => {
    rmSync(join(root, "bin/nft"));
    expect((await onboard("--no-connect")).stdout).toContain("install the package nftables");
  });

  it("continues if only a comment mentions imtcp", async () => {
    writeFileSync(join(root, "etc/rsyslog.conf"), '#module(load="imtcp")\n#$ModLoad imtcp\n');
    expect((await onboard("--no-connect")).code).toBe(0);
  });
});
