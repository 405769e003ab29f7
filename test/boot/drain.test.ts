import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KEEP_EVERYTHING } from "../../components/filter/noiseFilter";
import { bootCheckScript } from "../../components/forwarder/checks/machineChecks";
import { userData } from "../../components/forwarder/cloudInit/userData";
import { drainScript, takeScript } from "../../components/forwarder/drain/drainScript";
import { parseImage } from "../../components/forwarder/image";
import { syslogContract } from "../../components/syslogContract";
import { DataDisk, Machine } from "./container";

const PORT = syslogContract.machinePort;
const USER_DATA = userData({
  spoolGiB: 8,
  filter: KEEP_EVERYTHING,
  senders: [{ name: "nas", nodeCidrs: ["10.231.0.0/30"] }],
  image: parseImage("Canonical:ubuntu-24_04-lts:server:latest"),
});

const disk = new DataDisk();
let machine: Machine;
beforeAll(async () => {
  machine = new Machine(disk, USER_DATA);
  await machine.boot();
});
afterAll(async () => {
  try {
    await machine.remove();
  } finally {
    disk.remove();
  }
});

describe("a forwarder machine that is to be drained", () => {
  const CACHE = "/var/opt/microsoft/azuremonitoragent/events";
  const drain = drainScript({ settle: 1, deadline: 5, limit: 100, away: 20 });
  const isOpen = () =>
    machine.script(`ss -Htln 'sport = :${PORT}' | grep -q . && ! nft list table inet qumulo_hold`).code === 0;

  it("accepts events again if its agent cannot send its cache, and prints the size of the cache", () => {
    machine.try("mkdir", "-p", CACHE);
    machine.try("dd", "if=/dev/urandom", `of=${CACHE}/backlog`, "bs=1024", "count=1000");
    expect(machine.script(drain)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/NOT DRAINED: .* still keeps \d{4} KB/),
    });
    expect(isOpen()).toBe(true);
  });

  it("stops rsyslog once its agent has sent everything, and a local log line does not start rsyslog again", () => {
    machine.try("rm", `${CACHE}/backlog`);
    expect(machine.script(drain)).toMatchObject({ code: 0, output: expect.stringContaining("drained: vm-test-0") });
    machine.try("logger", "a line of the system");
    expect(isOpen()).toBe(false);
    expect(machine.try("systemctl", "is-active", "rsyslog").output).toContain("inactive");
    // The timer of the previous drain was stopped, so only the current drain's timer is listed.
    expect(machine.try("systemctl", "list-timers", "--no-legend", "qumulo-return-*").output.split("\n")).toHaveLength(
      1,
    );
  });

  it("accepts senders again by itself if it is not deleted, and immediately if takeScript runs on it", async () => {
    for (let attempt = 0; attempt < 60 && !isOpen(); attempt++) await wait(1000);
    expect(isOpen()).toBe(true);
    expect(machine.script(drain)).toMatchObject({ code: 0 });
    expect(isOpen()).toBe(false);
    expect(machine.script(takeScript())).toMatchObject({
      code: 0,
      output: expect.stringContaining("accepts senders: vm-test-0 listens on port 514"),
    });
    expect(isOpen()).toBe(true);
  });

  it("accepts senders again as soon as its boot check runs", () => {
    expect(machine.script(drain)).toMatchObject({ code: 0 });
    expect(machine.script(bootCheckScript(PORT))).toMatchObject({
      code: 0,
      output: expect.stringContaining("booted: rsyslog on vm-test-0 listens on port 514"),
    });
    expect(isOpen()).toBe(true);
  });
});
