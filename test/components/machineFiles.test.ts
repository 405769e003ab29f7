import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { onboardingScript } from "../../components/arc/onboardingScript";
import { cloudOf } from "../../components/cloud";
import { KEEP_EVERYTHING, type NoiseFilter } from "../../components/filter/noiseFilter";
import { userData } from "../../components/forwarder/cloudInit/userData";
import { bootCheckScript, readinessCheckScript } from "../../components/forwarder/gates/gates";
import { parseImage } from "../../components/forwarder/image";
import { rsyslogFiles } from "../../components/forwarder/rsyslog/render";
import { agentPriority } from "../../components/syslogContract";

const senders = [
  { name: "nas", nodeCidrs: ["10.1.2.0/24", "10.1.3.0/32"] },
  { name: "nas-01", nodeCidrs: ["10.9.0.0/16"] },
];
const image = parseImage("Canonical:ubuntu-24_04-lts:server:latest");
const args = { spoolGiB: 64, filter: KEEP_EVERYTHING, senders, image };
const file = z.object({ path: z.string(), permissions: z.string(), content: z.string() });
const config = z.object({
  packages: z.array(z.string()),
  write_files: z.array(file),
  runcmd: z.array(z.array(z.string())),
});
const read = (text: string) => config.parse(parse(text));

describe("the user-data of a machine", () => {
  it("is a cloud-config of the same bytes for the same settings", () => {
    expect(userData(args)).toBe(userData({ ...args }));
    expect(userData(args).startsWith("#cloud-config\n")).toBe(true);
    expect(userData({ ...args, spoolGiB: 65 })).not.toBe(userData(args));
  });

  it("is below half of what Azure takes, which leaves the rest for clusters and filters", () => {
    expect(Buffer.byteLength(userData(args))).toBeLessThan(65_535 / 2);
  });

  it("has no comments but the first lines of scripts: they are in the files that it is made of", () => {
    const comments = read(userData(args)).write_files.flatMap(({ path, content }) =>
      (content.match(/^[ \t]*#.*$/gm) ?? []).map((line) => `${path} ${line}`),
    );
    expect(comments.length).toBeGreaterThan(5);
    expect(comments.filter((line) => !line.endsWith(" #!/bin/sh"))).toEqual([]);
  });

  it("stays below it with thirty rules, because the long lists stand once for each form of a line and in no rule", () => {
    const exclude = Array.from({ length: 30 }, (_, index) => ({
      users: [`AD\\svc-${index}`],
      pathPrefixes: [`/scratch/team-${index}/`],
    }));
    expect(Buffer.byteLength(userData({ ...args, filter: { ...KEEP_EVERYTHING, exclude } }))).toBeLessThan(50_000);
  });

  it("keeps rsyslog's files aside until the spool disk is mounted", () => {
    const { write_files, runcmd } = read(userData(args));
    expect(write_files.filter(({ path }) => path.startsWith("/etc/rsyslog"))).toEqual([]);
    expect(runcmd).toEqual([["/usr/local/sbin/qumulo-forwarder-setup"]]);
    const setup = write_files.find(({ path }) => path.endsWith("qumulo-forwarder-setup"));
    expect(setup?.permissions).toBe("0755");
    const steps = ["enable --now qumulo-spool.service", "/etc/rsyslog.d/\n", "rsyslogd -N1", "restart rsyslog"].map(
      (step) => setup?.content.indexOf(step) ?? -1,
    );
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps).not.toContain(-1);
  });
});

describe("rsyslog's configuration", () => {
  const [global, audit] = rsyslogFiles({
    port: 1514,
    filter: KEEP_EVERYTHING,
    senders,
    spoolDirectory: "/var/spool/rsyslog",
  });

  it("labels events with what the rule collects", () => {
    expect(agentPriority).toBe(134);
    expect(audit?.content).toContain('constant(value="<134>1 ")');
  });

  it("listens on the endpoint's port and spools as much as the check before each start has found room for", () => {
    expect(audit?.content).toContain('input(type="imtcp" port="1514" ruleset="qumulo")');
    expect(audit?.content).toContain("queue.maxDiskSpace=`cat /etc/rsyslog.d/qumulo-spool.limit`");
  });

  it("knows each cluster's addresses, and no cluster by the front part of its name alone", () => {
    expect(audit?.content).toContain(
      `(($fromhost-ip startswith ["10.1.2."] or $fromhost-ip == ["10.1.3.0"]) and re_match_i($.host & $hostname, '^nas-[0-9]+( |$)'))`,
    );
    expect(audit?.content).toContain("'^nas-01-[0-9]+( |$)'");
  });

  it("has a place for a filter before anything else is done with an event", () => {
    const filter: NoiseFilter = { ...KEEP_EVERYTHING, keep: "changesOnly" };
    const [, filtered] = rsyslogFiles({ port: 514, senders, filter, spoolDirectory: "/s" });
    expect(audit?.content).not.toContain("then stop");
    expect(filtered?.content.indexOf("then stop")).toBeLessThan(filtered?.content.indexOf("re_match_i") ?? -1);
  });

  it("has room in memory for a batch in hand and for what must wait before events go to disk, and not for many more", () => {
    const number = (name: string) =>
      Number(new RegExp(`queue\\.filename[\\s\\S]*?queue\\.${name}="(\\d+)"`).exec(audit?.content ?? "")?.[1]);
    expect(number("size")).toBeGreaterThan(number("dequeueBatchSize") + number("highWatermark"));
    expect(number("size")).toBeLessThanOrEqual(5_000);
    expect(number("lightDelayMark")).toBe(number("size"));
  });

  it("sets the message size before any module is loaded", () => {
    expect((global?.path ?? "") < (audit?.path ?? "")).toBe(true);
    expect(global?.content).toContain('maxMessageSize="400k"');
    expect(global?.content).not.toContain("module(");
  });
});

describe("the scripts of the gates", () => {
  it("ask for the stack's port, and print their cause last", () => {
    expect(bootCheckScript(1514)).toContain("sport = :1514");
    for (const script of [bootCheckScript(514), readinessCheckScript(514)]) {
      expect(
        script
          .split("exit 1")
          .slice(0, -1)
          .every((part) => /NOT (BOOTED|READY)/.test(part)),
      ).toBe(true);
    }
  });
});

describe("the script for Arc servers", () => {
  const script = onboardingScript({
    stack: "test",
    subscriptionId: "sub",
    tenantId: "tenant",
    resourceGroupName: "rg",
    location: "westeurope",
    cloud: cloudOf("usgovernment").azcmagentName,
    nextServer: 0,
    port: 514,
    filter: KEEP_EVERYTHING,
    senders,
  });

  it("connects to the stack's group and cloud", () => {
    expect(script).toContain("--subscription-id sub --tenant-id tenant");
    expect(script).toContain("--resource-group rg --location westeurope --cloud AzureUSGovernment");
  });

  it("carries the very files that machines in Azure get, but for the folder of the spool", () => {
    for (const { content } of rsyslogFiles({
      port: 514,
      filter: KEEP_EVERYTHING,
      senders,
      spoolDirectory: "__SPOOL__",
    })) {
      expect(script).toContain(content.trimEnd());
    }
  });

  it("has no place left open", () => {
    expect(script).not.toMatch(/@[a-z][A-Za-z]*@/);
  });
});
