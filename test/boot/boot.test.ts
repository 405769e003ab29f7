import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { bootCheckScript, readinessCheckScript } from "../../components/forwarder/checks/machineChecks";
import { userData } from "../../components/forwarder/cloudInit/userData";
import { parseImage } from "../../components/forwarder/image";
import { AGENT_PORT_FILE } from "../../components/forwarder/rsyslog/render";
import { syslogContract } from "../../components/syslogContract";
import { arrived, withAgent } from "./agent";
import { DataDisk, Machine } from "./container";
import { exposures, installAllowList } from "./services";

const PORT = 514;
const USER_DATA = userData({
  spoolGiB: 8,
  filter: KEEP_EVERYTHING,
  senders: [{ name: "nas", nodeCidrs: ["10.231.0.0/30"] }],
  image: parseImage("Canonical:ubuntu-24_04-lts:server:latest"),
});

/** The part of load.py's JSON output that the test reads. */
const loadResult = z.object({ acknowledged: z.array(z.array(z.number())), refused: z.number() });

const disk = new DataDisk();
let machine: Machine;
let status: string;
beforeAll(async () => {
  machine = new Machine(disk, USER_DATA);
  status = await machine.boot();
});
afterAll(async () => {
  try {
    await machine.remove();
  } finally {
    disk.remove();
  }
});

/** Sends `count` numbered events to the machine, as a node of the cluster. */
async function send(first: number, count: number): Promise<void> {
  const socket = connect(PORT, machine.address);
  await once(socket, "connect");
  for (let index = first; index < first + count; index++) {
    const line = `<14>1 2026-11-23T08:15:30Z nas-1 qumulo - - - 10.0.0.1,"u",smb2,fs_open,ok,${index},"/x",""\n`;
    if (!socket.write(line)) await once(socket, "drain");
  }
  socket.end();
  await once(socket, "close");
}

const allowList = () => machine.try("nft", "list", "table", "inet", "qumulo_allow").output;

/** Writes a port to the agent's port file on the machine. */
const writeAgentPort = (port: number) =>
  machine.script(
    `mkdir -p $(dirname ${syslogContract.agent.portFile}); echo ${port} > ${syslogContract.agent.portFile}`,
  );

/** Writes the agent's port file, and waits until rsyslog has been restarted with the new port and listens. */
async function moveAgent(port: number): Promise<void> {
  writeAgentPort(port);
  const isMoved = `[ "$(cat ${AGENT_PORT_FILE})" = ${port} ] && ! systemctl is-active qumulo-agent-port | grep -q activating \
    && ss -Htln 'sport = :${PORT}' | grep -q . && ! nft list table inet qumulo_hold`;
  await expect.poll(() => machine.script(isMoved).code, { timeout: 30_000, interval: 200 }).toBe(0);
}

describe("a machine with the deployed user-data", () => {
  it("completes its boot: cloud-init reports success, and no service has failed", () => {
    expect(status).toContain("status: done");
    expect(machine.try("cloud-init", "schema", "--config-file", "/var/lib/cloud/seed/nocloud/user-data")).toMatchObject(
      { code: 0 },
    );
    expect(machine.try("systemctl", "--failed", "--no-legend", "--plain").output).toBe("");
  });

  it("has formatted its data disk and mounted it at the spool's path", () => {
    expect(machine.try("findmnt", "-no", "SOURCE,FSTYPE", "/var/spool/rsyslog").output).toMatch(
      /^\/dev\/loop\d+ +ext4$/,
    );
    expect(machine.script("blkid -o value -s LABEL $(findmnt -no SOURCE /var/spool/rsyslog)").output).toBe(
      "qumulo-spool",
    );
  });

  it("passes the boot check", () => {
    expect(machine.script(bootCheckScript(PORT))).toMatchObject({
      code: 0,
      output: expect.stringContaining("booted: rsyslog on vm-test-0 listens on port 514"),
    });
  });

  it("is hardened: limited socket buffers, a limited journal, no SSH passwords", () => {
    expect(machine.try("sysctl", "-n", "net.ipv4.tcp_rmem").output).toBe("4096\t65536\t262144");
    expect(machine.script("cat /etc/systemd/journald.conf.d/90-qumulo.conf").output).toContain("SystemMaxUse=200M");
    expect(machine.script("cat /etc/ssh/sshd_config.d/10-qumulo.conf").output).toContain("PasswordAuthentication no");
  });

  it("loads an Arc server's allow-list again if a reload or restart of nftables deletes all tables", async () => {
    const senders = [{ name: "nas", nodeCidrs: ["10.231.0.0/30"] }];
    expect(installAllowList(machine, { port: PORT, senders })).toMatchObject({ code: 0 });
    for (const verb of ["reload", "restart"]) {
      machine.script(`systemctl ${verb} nftables`);
      // systemd reloads the allow-list afterwards, but systemctl does not wait for that.
      for (let attempt = 0; attempt < 50 && !allowList().includes("10.231"); attempt++) await wait(100);
      expect([verb, allowList()]).toEqual([verb, expect.stringContaining("10.231.0.0/30")]);
    }
  });

  it("restricts its services: systemd rates each one's exposure at 4.0 or lower", () => {
    const found = Object.entries(exposures(machine));
    expect(found).toHaveLength(5);
    expect(found.filter(([, exposure]) => !(exposure <= 4.0))).toEqual([]);
  });

  it("accepts events before an agent exists, and keeps them across a reboot", async () => {
    await send(0, 20_000);
    await machine.shutDown();
    expect(await machine.boot()).toContain("status: done");
    expect(allowList()).toContain("10.231.0.0/30");
    await send(20_000, 1_000);
    writeAgentPort(syslogContract.agent.defaultPort);
    await withAgent(machine, syslogContract.agent.defaultPort, async (agent) =>
      expect(await arrived(agent, 21_000)).toBe(21_000),
    );
  });

  it("passes the readiness check once rsyslog is connected to the agent", async () => {
    await withAgent(machine, syslogContract.agent.defaultPort, () => {
      const ready = expect.stringContaining("ready: rsyslog on vm-test-0 is connected to the agent at port 28330");
      expect(machine.script(readinessCheckScript(PORT))).toMatchObject({ code: 0, output: ready });
    });
  });

  it("sends events to the agent's new port after the agent has changed its port file", async () => {
    await withAgent(machine, 28400, async (agent) => {
      await moveAgent(28400);
      await send(30_000, 1_000);
      expect(await arrived(agent, 1_000)).toBe(1_000);
    });
  });

  it("restarts rsyslog under load without losing an event that TCP acknowledged", async () => {
    await withAgent(machine, 28400, async (agent) => {
      const args = [machine.address, String(PORT), machine.peer, "100000", "30000", "10000", "nas-1"];
      const child = spawn("python3", [join(__dirname, "../forwarder/lab/load.py"), ...args], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const output = text(child.stdout);
      machine.script("nft monitor > /run/nft-monitor 2>&1 & echo $! > /run/nft-monitor.pid");
      await wait(1000);
      expect(machine.try("systemctl", "restart", "rsyslog").code).toBe(0);
      const { output: changes } = machine.script("kill $(cat /run/nft-monitor.pid); cat /run/nft-monitor");
      expect(changes.match(/^(add|delete) table inet qumulo_hold$/gm)).toEqual(
        ["add", "delete"].map((verb) => `${verb} table inet qumulo_hold`),
      );
      const result = loadResult.parse(JSON.parse(await output));
      // The restart ended the only session, and the next session was accepted within half a second.
      expect(result.acknowledged).toHaveLength(2);
      expect(result.refused).toBeLessThanOrEqual(0.5);
      const acknowledged = result.acknowledged.flatMap(([from = 0, to = 0]) =>
        Array.from({ length: to - from + 1 }, (_, index) => from + index),
      );
      await arrived(agent, acknowledged.length);
      const seen = new Set(agent.numbers());
      expect(acknowledged.filter((number) => !seen.has(number))).toEqual([]);
      expect(machine.try("nft", "list", "tables").output).not.toContain("qumulo_hold");
    });
  });
});

describe("a machine's spool", () => {
  const messages = () =>
    machine.try("journalctl", "-u", "qumulo-spool-watch", "-o", "cat").output.match(/^events .*/gm);
  beforeAll(() => {
    const faster = "[Service]\nExecStart=\nExecStart=/usr/local/sbin/qumulo-spool-watch 1 3\n";
    machine.script(
      `cd /run/systemd/system; mkdir qumulo-spool-watch.service.d; printf '${faster}' > qumulo-spool-watch.service.d/faster.conf
       systemctl daemon-reload; systemctl restart qumulo-spool-watch`,
    );
  });

  it("that waits for the agent or is delivered completely causes no restart of rsyslog, even after a kill", async () => {
    await withAgent(machine, 28400, async (agent) => {
      agent.pause();
      // These events fill more than one spool file.
      await send(200_000, 150_000);
      await wait(3000);
      machine.try("systemctl", "kill", "--signal", "KILL", "rsyslog");
      await wait(4000);
      expect(machine.script("ls /var/spool/rsyslog/qumulo.0*").output.split("\n").length).toBeGreaterThan(1);
      agent.resume();
      // The kill loses some events, which the fault lab measures.
      expect(await arrived(agent, 145_000)).toBeGreaterThanOrEqual(145_000);
      await wait(3000);
      expect(messages()).toBeNull();
    });
  });

  it("is repaired before a start if its index was deleted, and the agent receives a report about this", async () => {
    await withAgent(machine, 28400, async (agent) => {
      agent.pause();
      await send(380_000, 10_000);
      const repaired = machine.script(
        "sleep 2; systemctl stop syslog.socket rsyslog; rm /var/spool/rsyslog/qumulo.qi; systemctl start rsyslog; sleep 1",
      );
      expect(repaired).toMatchObject({ code: 0 });
      agent.resume();
      expect(await arrived(agent, 10_000)).toBe(10_000);
      // Wait for the report about the deleted index. The previous test's kill also causes reports, but with another
      // problem text.
      const problem = "the index of /var/spool/rsyslog/qumulo (it cannot be read) did not match its files";
      for (let attempt = 0; attempt < 100 && !agent.reports().join().includes(problem); attempt++) await wait(100);
      const reports = agent.reports().join("\n");
      expect(reports).toContain(problem);
      const [, limit = "", free = ""] =
        /"name": "qumulo spool".*"limit": (\d+), "free": (\d+),.*"problem": ".*the index/.exec(reports) ?? [];
      // The spool's limit must fit the test's disk of 512 MB, although `spoolGiB` in the user-data is 8.
      expect(Number(limit)).toBeGreaterThan(300_000_000);
      expect(Number(limit)).toBeLessThan(Number(free));
    });
  });

  it("is deleted by an rsyslogd that stops after everything was delivered, so the Arc script finds no events", () => {
    const stopped = "systemctl stop syslog.socket rsyslog; find /var/spool/rsyslog -name 'qumulo.*'";
    expect(machine.script(stopped)).toMatchObject({ code: 0, output: "" });
    machine.try("systemctl", "start", "rsyslog");
  });

  it("is delivered even if its worker ended while the spool still contained events", async () => {
    await withAgent(machine, 28400, async (agent) => {
      agent.pause();
      await send(400_000, 12_000);
      // Delays the end of the disk queue's worker by 3 s. During this time, rsyslogd still counts the worker as running.
      const tracing = machine.script(
        `sleep 1; cd /proc/$(systemctl show -p MainPID --value rsyslog)/task
         worker=$(grep -l '^rs:spooled\\[DA' */comm) || exit 1
         strace -p "\${worker%/comm}" -e trace=close -e inject=close:delay_enter=3000000 > /dev/null 2>&1 &
         sleep 1`,
      );
      expect(tracing).toMatchObject({ code: 0 });
      agent.resume();
      expect(await arrived(agent, 12_000)).toBe(12_000);
      agent.pause();
      await send(420_000, 20_000);
      await wait(3500);
      agent.resume();
      expect(await arrived(agent, 32_000)).toBe(32_000);
      expect(messages()).toEqual(["events wait on disk and nothing delivers them: restarting rsyslog"]);
    });
  });
});

describe("a machine that replaces another", () => {
  it("takes over the spool disk, and delivers the events that its predecessor left, although root owns the spool files", async () => {
    await moveAgent(28500);
    await send(60_000, 20_000);
    await machine.remove();
    machine = new Machine(disk, USER_DATA, true);
    expect(await machine.boot()).toContain("status: done");
    expect(machine.try("ps", "-o", "user=", "-C", "rsyslogd").output).toBe("syslog");
    await withAgent(machine, syslogContract.agent.defaultPort, async (agent) =>
      expect(await arrived(agent, 20_000)).toBe(20_000),
    );
  });
});
