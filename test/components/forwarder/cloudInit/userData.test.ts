import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { KEEP_EVERYTHING } from "../../../../components/filter/noiseFilter";
import { userData } from "../../../../components/forwarder/cloudInit/userData";
import { parseImage } from "../../../../components/forwarder/image";

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

describe("a machine's user-data", () => {
  it("is a cloud-config that is identical for identical settings", () => {
    expect(userData(args)).toBe(userData({ ...args }));
    expect(userData(args).startsWith("#cloud-config\n")).toBe(true);
    expect(userData({ ...args, spoolGiB: 65 })).not.toBe(userData(args));
  });

  it("is smaller than half of Azure's limit, which leaves the other half to clusters and filters", () => {
    expect(Buffer.byteLength(userData(args))).toBeLessThan(65_535 / 2);
  });

  it("has no comments except shebang lines", () => {
    const comments = read(userData(args)).write_files.flatMap(({ path, content }) =>
      (content.match(/^[ \t]*#.*$/gm) ?? []).map((line) => `${path} ${line}`),
    );
    expect(comments.length).toBeGreaterThan(5);
    expect(comments.filter((line) => !line.endsWith(" #!/bin/sh"))).toEqual([]);
  });

  it("stays small with thirty filter rules, because no rule repeats the long lists of operations and statuses", () => {
    const exclude = Array.from({ length: 30 }, (_, index) => ({
      users: [`AD\\svc-${index}`],
      pathPrefixes: [`/scratch/team-${index}/`],
    }));
    expect(Buffer.byteLength(userData({ ...args, filter: { ...KEEP_EVERYTHING, exclude } }))).toBeLessThan(50_000);
  });

  it("installs rsyslog's configuration after the spool disk is mounted", () => {
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
