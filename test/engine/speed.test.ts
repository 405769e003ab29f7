import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { findPulumi } from "../../rehearsal/engine/cli";
import { ids, OWN, PROJECT } from "../exampleStacks";
import { PlainCli } from "./plainCli";

const stacks = ["speed-dev", "speed-prod"] as const;
const file = (stack: string) => join(PROJECT, `Pulumi.${stack}.yaml`);
let cli: PlainCli;
beforeAll(async () => {
  if (findPulumi() === undefined) return;
  cli = await PlainCli.open();
  copyFileSync(join(PROJECT, "Pulumi.dev.yaml"), file("speed-dev"));
  const servers = Array.from({ length: 8 }, (_, index) => ({ id: ids.servers[0]?.replace(/1$/, String(index)) }));
  const config = {
    "azure-native:location": "westeurope",
    "azure-native:subscriptionId": OWN,
    "qumulo-audit:clusters": [
      { name: "nas", kind: "azureNative", clientCidrs: ["10.1.2.0/24"] },
      { name: "plant", kind: "onPremises", clientCidrs: ["192.168.1.0/24"] },
    ],
    "qumulo-audit:network": { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    "qumulo-audit:forwarder": { count: 16, zones: ["1", "2", "3"], sshPublicKey: SAMPLE_SSH_KEY },
    "qumulo-audit:arc": { endpointAddress: "192.168.10.20", servers },
  };
  writeFileSync(file("speed-prod"), stringify({ config }));
  for (const stack of stacks) await cli.run("stack", "init", stack);
});
afterAll(() => {
  if (findPulumi() !== undefined) cli.close();
  for (const stack of stacks) rmSync(file(stack), { force: true });
});

async function seconds(stack: string): Promise<{ whole: number; said: string }> {
  const begun = performance.now();
  const { status, stdout, stderr } = await cli.run("preview", "--stack", stack);
  expect([status, status === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
  return { whole: (performance.now() - begun) / 1000, said: stdout };
}

describe.skipIf(findPulumi() === undefined)("a preview", () => {
  it("of 16 forwarders and 8 Arc servers takes at most three times as long as that of dev, in one run", async () => {
    await seconds("speed-dev");
    const dev = await seconds("speed-dev");
    const prod = await seconds("speed-prod");
    const [, made] = /(\d+) to create/.exec(prod.said) ?? [];
    expect(Number(made)).toBeGreaterThanOrEqual(150);
    console.log(`preview: dev ${dev.whole.toFixed(1)} s, ${made} resources ${prod.whole.toFixed(1)} s`);
    expect(prod.whole / dev.whole).toBeLessThanOrEqual(3);
    expect(prod.whole).toBeLessThanOrEqual(24);
  });
});
