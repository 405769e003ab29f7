import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeErrors } from "../../infra/settings/messages";
import { validate } from "../../infra/settings/validate";
import { PROJECT, stackConfig } from "../exampleStacks";
import { npmStart } from "../forwarder/npmStart";
import { good } from "../infra/settings/bad/setting";

const many = <Made>(count: number, make: (index: number) => Made): Made[] =>
  Array.from({ length: count }, (_, i) => make(i));
const ranges = (count: number) => many(count, (index) => `10.${index >> 8}.${index & 255}.0/25`);
const cluster = (change: object) => ({ ...good, clusters: [{ ...good.clusters[0], ...change }] });
const nested = (depth: number) => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);

/** Settings that could make validation hang, flood the terminal or overflow the call stack. */
const LONG: Readonly<Record<string, Record<string, unknown>>> = {
  "20,000 ranges in one cluster": cluster({ nodeCidrs: ranges(20_000) }),
  "the maximum number of clusters and ranges": {
    ...good,
    clusters: many(64, (index) => ({ name: `nas-${index}`, kind: "azureNative", nodeCidrs: ranges(1000) })),
  },
  "more than 64,000 errors": { ...good, clusters: many(64, () => ({ name: "?", nodeCidrs: many(1000, () => "x") })) },
  "100,000 clusters": { ...good, clusters: many(100_000, () => ({ name: "?" })) },
  "100,000 unknown keys": { ...good, forwarder: Object.fromEntries(many(100_000, (index) => [`key${index}`, 1])) },
  "100,000 tags": { ...good, tags: Object.fromEntries(many(100_000, (index) => [`t${index}`, "x"])) },
  "a name of 1 MB": cluster({ name: "n".repeat(1_000_000) }),
  "a range of 1 MB": cluster({ nodeCidrs: ["1".repeat(1_000_000)] }),
  "a key of 1 MB": { ...good, tags: { ["k".repeat(1_000_000)]: "x" } },
  "an unknown key of 1 MB": { ...good, ["k".repeat(1_000_000)]: "x" },
  "an SSH key of 1 MB": { ...good, forwarder: { sshPublicKey: `ssh-rsa ${"A".repeat(1_000_000)}` } },
  "a proxy, contact, size, image and id of 1 MB": {
    ...good,
    contact: `a@${"b.".repeat(500_000)}`,
    collection: { proxy: `http://${"a.".repeat(500_000)}`, endpointId: `/${"a/".repeat(500_000)}` },
    forwarder: { ...good.forwarder, size: `Standard_D${"1".repeat(1_000_000)}`, image: "a:".repeat(500_000) },
  },
  "a name of control characters": cluster({ name: "\u001b[2J\u001b[31m\nall is well\r" }),
  "a value that is nested 20,000 levels deep": { ...good, clusters: nested(20_000) },
  "200 users of 1,000 characters in each of 50 rules": {
    ...good,
    events: {
      table: "parsed",
      exclude: many(50, (at) => ({ users: many(200, (index) => `${at}-${index}${"u".repeat(1000)}`) })),
    },
  },
};

describe("very long settings", () => {
  it.each(Object.entries(LONG))("are refused at once, with at most 12,000 characters of errors: %s", (_, settings) => {
    const values: Record<string, string> = {};
    for (const [key, value] of Object.entries(stackConfig({}).values)) values[key] = value;
    for (const [key, value] of Object.entries(settings))
      values[`qumulo-audit:${key}`] =
        key === "clusters" && Array.isArray(value) && value.length === 1 && Array.isArray(value[0])
          ? `${"[".repeat(20_000)}${"]".repeat(20_000)}`
          : typeof value === "string"
            ? value
            : JSON.stringify(value);
    const begun = performance.now();
    const result = validate({ project: "qumulo-audit", values, secretKeys: [] });
    const message = describeErrors("test", "errors" in result ? result.errors : []);
    // Validation takes a fraction of a second on an idle machine. With quadratic complexity, it would take minutes.
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect("errors" in result && result.errors.length).toBeGreaterThan(0);
    expect(message.length).toBeLessThan(12_000);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for control characters.
    expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it("are also refused by npm start, and SIGTERM ends npm start even while it validates them", async () => {
    const stack = join(PROJECT, "Pulumi.long.yaml");
    const temporary = mkdtempSync(join(tmpdir(), "qumulo-long-"));
    const clusters = JSON.stringify(cluster({ nodeCidrs: ranges(20_000) }).clusters);
    writeFileSync(stack, `config:\n  azure-native:location: westeurope\n  qumulo-audit:clusters: ${clusters}\n`);
    try {
      const begun = performance.now();
      const { code, output } = await npmStart(["--stack", "long"], temporary);
      expect([code, output]).toEqual([1, expect.stringContaining("clusters[0].nodeCidrs: has 20000")]);
      expect(output.length).toBeLessThan(12_000);
      // The command takes two seconds on an idle machine. With quadratic complexity, it would take more than ten minutes.
      expect(performance.now() - begun).toBeLessThan(60_000);
      let signalled = 0;
      await npmStart(["--stack", "long"], temporary, (_, child) => {
        if (signalled === 0) child.kill("SIGTERM");
        signalled ||= performance.now();
      });
      expect(performance.now() - signalled).toBeLessThan(20_000);
    } finally {
      rmSync(stack);
      rmSync(temporary, { recursive: true });
    }
  });

  it("cause a message with the first twenty errors and the number of the others", () => {
    const result = validate(
      stackConfig({ ...good, clusters: many(64, () => ({ name: "?", nodeCidrs: ["10.1.2.0/24"] })) }),
    );
    const message = describeErrors("test", "errors" in result ? result.errors : []);
    expect(message.match(/^ {2}- clusters/gm)).toHaveLength(20);
    expect(message).toMatch(/^\d+ settings are wrong/);
    expect(message).toMatch(/and \d+ more, which are shown once these are fixed/);
  });
});
