import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { findPulumi } from "../../simulator/engine/cli";
import { ids, OWN, PROJECT } from "../exampleStacks";
import { describeWith } from "../needs";
import { settled } from "../settled";
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
      { name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] },
      { name: "plant", kind: "onPremises", nodeCidrs: ["192.168.1.0/24"] },
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

interface Timing {
  /** Seconds until the preview's output shows the first Azure or random resource. */
  readonly first: number;
  readonly whole: number;
  readonly output: string;
}

async function timed(stack: string): Promise<Timing> {
  const begun = performance.now();
  const since = () => (performance.now() - begun) / 1000;
  let first = 0;
  const onOutput = (stdout: string) => {
    if (first === 0 && /^ \+ +(azure-native|random):/m.test(stdout)) first = since();
  };
  const { status, stdout, stderr } = await cli.shell(cli.program, ["preview", "--stack", stack], {}, onOutput);
  expect([status, status === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
  return { first, whole: since(), output: stdout };
}

describeWith("engine")("a preview", () => {
  it("of dev shows its first resource within 5 s, and one of 16 forwarders and 8 Arc servers takes at most three times as long as that of dev", async () => {
    await timed("speed-dev");
    const devs: Timing[] = [];
    for (let run = 0; run < 5; run += 1) devs.push(await timed("speed-dev"));
    const median = (field: "first" | "whole") => devs.map((one) => one[field]).sort((a, b) => a - b)[2] ?? 0;
    const [first, whole] = [median("first"), median("whole")];
    const prod = await settled(async () => {
      const { whole, output } = await timed("speed-prod");
      expect(Number(/(\d+) to create/.exec(output)?.[1])).toBeGreaterThanOrEqual(150);
      return whole;
    }, 3 * whole);
    console.log(
      `preview: dev ${first.toFixed(1)} s to the first resource, ${whole.toFixed(1)} s; prod ${prod.toFixed(1)} s`,
    );
    expect(prod / whole).toBeLessThanOrEqual(3);
    // The limits are twice the times on an idle machine, because these times vary.
    expect(first).toBeLessThanOrEqual(5);
    expect(prod).toBeLessThanOrEqual(24);
  });
});
