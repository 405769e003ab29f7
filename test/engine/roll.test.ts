import { afterAll, beforeAll, expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import type { Fault } from "../../simulator/azure/azureState";
import { findPulumi } from "../../simulator/engine/cli";
import { OWN, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { Deployed } from "./deployed";

const settings = (client: number, drain = true) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: [`10.1.${client}.0/24`] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count: 2, sshPublicKey: SAMPLE_SSH_KEY, drain },
  });

let stack: Deployed;
/** Both machines ready, with the old configuration. */
let begin: () => Promise<void>;
beforeAll(async () => {
  Error.stackTraceLimit = 0;
  if (findPulumi() === undefined) return;
  stack = await Deployed.open(settings(2));
  await stack.up();
  begin = await stack.snapshot();
});
afterAll(() => {
  if (findPulumi() !== undefined) stack.close();
});

const ofMachines = (call: string): boolean => call.includes("vm-qumulo-test-");
const PARTS = ["booted", "AzureMonitorLinuxAgent", "qumulo-audit", "ready"];
/** Another machine is asked to take senders; the machine goes with its parts, which are then sent again. */
const roll = (index: number): string[] => {
  const vm = `vm-qumulo-test-${index}`;
  return [
    `run vm-qumulo-test-${1 - index}`,
    `run ${vm}`,
    `delete ${vm}`,
    `create ${vm}`,
    ...PARTS.map((part) => `update ${vm}/${part}`),
  ];
};

describeWith("engine")("a new configuration", () => {
  let calls: string[];

  it("replaces the machines one after the other, and keeps disks and interfaces", async () => {
    await begin();
    await stack.configure(settings(3));
    stack.fewestReady = 2;
    stack.fewestAnswering = 2;
    calls = await stack.up();
    const machines = calls.filter(ofMachines);
    expect(machines).toEqual([...roll(0), ...roll(1)]);
    expect(calls.filter((call) => !machines.includes(call)).every((call) => call.startsWith("update"))).toBe(true);
    expect([stack.fewestReady, stack.fewestAnswering]).toEqual([1, 1]);
    expect(stack.ready()).toBe(2);
  });

  it("is finished by the next up, whichever call of the roll fails, with a machine ready all the time", async () => {
    const failing = calls.filter(ofMachines);
    const whole = Object.keys(stack.azureState.resources).sort();
    const outcomes: unknown[] = [];
    for (const call of failing) {
      await begin();
      stack.fewestReady = 2;
      const [operation = "", name = ""] = call.split(" ");
      const [vm = "", child] = name.split("/");
      const id = child === undefined ? `/virtualMachines/${vm}` : `/${vm}/${KIND[child]}/${child}`;
      stack.azureState.faults.push({ operation: OPERATION[operation] ?? "delete", id, kind: "conflict" });
      const said = await stack.failedUp();
      await stack.up();
      const left = Object.keys(stack.azureState.resources).sort();
      outcomes.push([
        call,
        /Conflict|ScopeLocked/.test(said),
        stack.fewestReady,
        left.join() === whole.join(),
        await stack.up(),
      ]);
    }
    expect(outcomes).toEqual(failing.map((call) => [call, true, 1, true, []]));
  });
});

const OPERATION: Readonly<Record<string, Fault["operation"]>> = { create: "create", update: "update", run: "run" };

/** Where a machine's parts lie, by name. */
const KIND: Readonly<Record<string, string>> = {
  ready: "runCommands",
  booted: "runCommands",
  AzureMonitorLinuxAgent: "extensions",
  "qumulo-audit": "providers/Microsoft.Insights/dataCollectionRuleAssociations",
};

describeWith("engine")("another port of the endpoint", () => {
  it("moves in one call, with every machine answering before and after it", async () => {
    await begin();
    const before = settings(2);
    const forwarder = JSON.parse(before.values["qumulo-audit:forwarder"] ?? "{}");
    const values = { ...before.values, "qumulo-audit:forwarder": JSON.stringify({ ...forwarder, port: 1514 }) };
    await stack.configure({ ...before, values });
    stack.fewestAnswering = 2;
    expect(await stack.up()).toEqual(["update lbi-qumulo-test"]);
    expect(stack.fewestAnswering).toBe(2);
  });
});

describeWith("engine")("a machine that cannot be drained", () => {
  it("stops the roll with nothing deleted, and says how to force it", async () => {
    await begin();
    await stack.configure(settings(3));
    stack.azureState.faults.push({ operation: "run", id: "/vm-qumulo-test-0", kind: "scriptFails" });
    const before = Object.keys(stack.azureState.resources).length;
    const message = await stack.failedUp();
    expect(message).toContain("NOT DRAINED: the agent of vm-qumulo-test-0 still keeps");
    expect(message).toContain("pulumi config set --path forwarder.drain false");
    expect([Object.keys(stack.azureState.resources).length, stack.ready()]).toEqual([before, 2]);
    // The next one drains, and then all goes its way.
    expect((await stack.up()).filter(ofMachines)).toEqual([...roll(0), ...roll(1)]);
  });

  it("is replaced as it is where that is asked for", async () => {
    await begin();
    await stack.configure(settings(3, false));
    expect((await stack.up()).filter((call) => call.startsWith("run"))).toEqual([]);
    expect(stack.ready()).toBe(2);
  });
});
