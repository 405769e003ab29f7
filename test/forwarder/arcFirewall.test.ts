import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { graphOf } from "../exampleStacks";
import { ArcServer } from "./arcServer";

let server: ArcServer;
beforeEach(() => {
  server = new ArcServer();
});
afterEach(() => server.remove());

const program = (name: string, body: string): void => server.program(name, body);
const onboard = async (...args: string[]) =>
  server.run(String((await graphOf("arcOnly")).outputs.arcOnboardingScript), ...args);

describe("the script for an Arc server", () => {
  describe("on a server with a firewall", () => {
    const rule = 'rule family="ipv4" source address="192.168.10.0/26" port port="514" protocol="tcp" accept';

    it.each([
      [
        "firewalld",
        () => program("firewall-cmd", 'case "$2" in --state) exit 0 ;; *) exit 1 ;; esac'),
        [`  firewall-cmd --permanent --add-rich-rule='${rule}'`, "  firewall-cmd --reload"],
      ],
      [
        "ufw",
        () => program("ufw", "echo 'Status: active'; echo '514/tcp       ALLOW       10.9.9.0/24'"),
        ["  ufw allow proto tcp from 192.168.10.0/26 to any port 514"],
      ],
    ])(
      "prints the commands that allow the clusters to connect, and does not change %s",
      async (_, prepare, commands) => {
        prepare();
        const { code, stdout } = await onboard("--no-connect");
        const [sentence, ...lines] = stdout
          .trimEnd()
          .split("\n")
          .slice(-commands.length - 1);
        expect([code, sentence]).toEqual([0, "The firewall of this server blocks the clusters. Let them in:"]);
        expect(lines).toEqual(commands);
      },
    );

    it.each([
      [
        "firewalld, with a rich rule",
        () => program("firewall-cmd", `[ "$2" = --state ] || [ "$2" = --query-rich-rule='${rule}' ]`),
      ],
      ["ufw", () => program("ufw", "echo 'Status: active'; echo '514/tcp       ALLOW       192.168.10.0/26'")],
    ])("prints no command if the clusters are already allowed to connect: %s", async (_, prepare) => {
      prepare();
      expect((await onboard("--no-connect")).stdout).not.toMatch(/firewall|open to everyone/);
    });
  });

  describe("on a server whose port is open to everyone", () => {
    it.each([
      ["no firewall is active", () => undefined],
      ["no firewall is active", () => program("firewall-cmd", "exit 252")],
      ["no firewall is active", () => program("ufw", "echo 'Status: inactive'")],
      // The nftables rules that Docker or an empty iptables configuration creates.
      [
        "no firewall is active",
        () =>
          program(
            "nft",
            "printf 'table ip filter {\\n\\tchain INPUT {\\n\\t\\ttype filter hook input priority filter; policy accept;\\n\\t}\\n}\\n'",
          ),
      ],
      [
        "firewalld lets everyone in",
        () => program("firewall-cmd", '[ "$2" = --state ] || [ "$2" = --query-port=514/tcp ]'),
      ],
      [
        "ufw lets everyone in",
        () => program("ufw", "echo 'Status: active'; echo '514/tcp       ALLOW       Anywhere'"),
      ],
    ])("warns with the reason, and prints the command that closes the port: %s", async (reason, prepare) => {
      prepare();
      const { code, stdout } = await onboard("--no-connect");
      expect([code, stdout.trimEnd().split("\n").slice(-2)]).toEqual([
        0,
        [
          `Port 514 is open to everyone who reaches this server: ${reason}. To let only the clusters' nodes in:`,
          `  sudo bash ${server.path("onboard.sh")} --no-connect --allow-list`,
        ],
      ]);
    });

    it("does not claim that the port is open if nftables has other rules, which the script cannot evaluate", async () => {
      program(
        "nft",
        "printf 'table inet filter {\\n\\tchain input {\\n\\t\\ttype filter hook input priority filter; policy drop;\\n\\t}\\n}\\n'",
      );
      const { stdout } = await onboard("--no-connect");
      expect(stdout).toContain("make sure that they let only the clusters' nodes reach port 514");
      expect(stdout).not.toContain("open to everyone");
    });
  });

  describe("with --allow-list", () => {
    const rules = () => server.path("etc/qumulo-allow-list.nft");
    beforeEach(() =>
      // The simulated nft finds the table only if the file `loaded` exists.
      program("nft", 'echo "nft $*" >> ROOT/log; [ "$1 $2" != "list table" ] || [ -e ROOT/loaded ]'),
    );
    const loads = () => server.log().filter((line) => line.includes("qumulo-allow-list.service"));

    it("makes nftables accept only the clusters' nodes, before rsyslogd listens and after every boot", async () => {
      const { code, stdout } = await onboard("--no-connect", "--allow-list");
      expect([code, stdout.trimEnd().split("\n").at(-1)]).toEqual([
        0,
        "The allow-list lets only these addresses reach port 514: 192.168.10.0/26.",
      ]);
      expect(readFileSync(rules(), "utf8")).toContain("elements = { 192.168.10.0/26 }");
      expect(loads()).toEqual([
        "systemctl enable qumulo-allow-list.service",
        "systemctl reload-or-restart qumulo-allow-list.service",
      ]);
      const calls = server.log();
      expect(calls.indexOf(loads()[1] ?? "")).toBeLessThan(
        calls.indexOf("systemctl restart rsyslog qumulo-spool-watch.service"),
      );
    });

    it("changes nothing if it runs again, and keeps the list if it runs without the option", async () => {
      await onboard("--no-connect", "--allow-list");
      program("systemctl", 'echo "systemctl $*" >> ROOT/again');
      program("nft", "true");
      for (const args of [["--no-connect", "--allow-list"], ["--no-connect"]]) {
        const { stdout } = await onboard(...args);
        expect(stdout).toMatch(/^Nothing had to be changed\.\nThe allow-list lets only these/);
      }
      expect(existsSync(server.path("again"))).toBe(false);
    });

    it("loads the rules again if another program has deleted the tables", async () => {
      await onboard("--no-connect", "--allow-list");
      await onboard("--no-connect");
      expect(loads()).toHaveLength(4);
    });

    it.each(["--no-allow-list", "--uninstall"])("removes the list again if it then runs with %s", async (option) => {
      await onboard("--no-connect", "--allow-list");
      expect((await onboard(...(option === "--uninstall" ? [option] : ["--no-connect", option]))).code).toBe(0);
      expect(loads().at(-1)).toBe("systemctl disable --now qumulo-allow-list.service");
      expect([existsSync(rules()), existsSync(server.path("etc/systemd/system/qumulo-allow-list.service"))]).toEqual([
        false,
        false,
      ]);
    });

    it("refuses to run without nft, before it changes anything", async () => {
      rmSync(server.path("bin/nft"));
      const { code, stderr } = await onboard("--no-connect", "--allow-list");
      expect([code, stderr]).toEqual([1, expect.stringContaining("apt-get install nftables")]);
      expect(existsSync(server.path("etc/rsyslog.d/05-qumulo-audit.conf"))).toBe(false);
    });
  });
});
