import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { findPulumi } from "../../rehearsal/engine/cli";
import { OWN, stackConfig } from "../exampleStacks";
import { Deployed } from "./deployed";

const settings = (port: number) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", clientCidrs: ["10.1.2.0/24"] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count: 2, sshPublicKey: SAMPLE_SSH_KEY, port },
  });

let stack: Deployed;
/** Both machines ready, with the old configuration. */
let begin: () => Promise<void>;
beforeAll(async () => {
  Error.stackTraceLimit = 0;
  if (findPulumi() === undefined) return;
  stack = await Deployed.open(settings(514));
  await stack.up();
  begin = await stack.snapshot();
});
afterAll(() => {
  if (findPulumi() !== undefined) stack.close();
});

const MACHINE = ["ready", "qumulo-audit", "AzureMonitorLinuxAgent", "booted"];
const roll = (index: number): string[] => {
  const vm = `vm-qumulo-test-${index}`;
  return [
    ...MACHINE.map((child) => `delete ${vm}/${child}`),
    `delete ${vm}`,
    `create ${vm}`,
    ...[...MACHINE].reverse().map((child) => `create ${vm}/${child}`),
  ];
};

describe.skipIf(findPulumi() === undefined)("a new configuration", () => {
  let calls: string[];

  it("replaces the machines one after the other, and keeps disks and interfaces", async () => {
    await begin();
    await stack.configure(settings(1514));
    stack.fewestReady = 2;
    calls = await stack.up();
    const machines = calls.filter((call) => call.includes("vm-qumulo-test-"));
    expect(machines).toEqual([...roll(0), ...roll(1)]);
    expect(calls.filter((call) => !machines.includes(call)).every((call) => call.startsWith("update"))).toBe(true);
    expect(stack.fewestReady).toBe(1);
    expect(stack.ready()).toBe(2);
  });

  it("is finished by the next up, whichever call of the roll fails, with a machine ready all the time", async () => {
    const failing = calls.filter((call) => call.includes("vm-qumulo-test-"));
    const whole = Object.keys(stack.world.resources).sort();
    const outcomes: unknown[] = [];
    for (const call of failing) {
      await begin();
      stack.fewestReady = 2;
      const [operation = "", name = ""] = call.split(" ");
      const [vm = "", child] = name.split("/");
      const id = child === undefined ? `/virtualMachines/${vm}` : `/${vm}/${KIND[child]}/${child}`;
      stack.world.faults.push({ operation: operation === "create" ? "create" : "delete", id, kind: "conflict" });
      const said = await stack.failedUp();
      await stack.up();
      const left = Object.keys(stack.world.resources).sort();
      outcomes.push([
        call,
        said.includes("Conflict"),
        stack.fewestReady,
        left.join() === whole.join(),
        await stack.up(),
      ]);
    }
    expect(outcomes).toEqual(failing.map((call) => [call, true, 1, true, []]));
  });
});

/** Where a machine's parts lie, by name. */
const KIND: Readonly<Record<string, string>> = {
  ready: "runCommands",
  booted: "runCommands",
  AzureMonitorLinuxAgent: "extensions",
  "qumulo-audit": "providers/Microsoft.Insights/dataCollectionRuleAssociations",
};
