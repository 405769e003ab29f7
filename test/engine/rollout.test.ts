import { expect, it } from "vitest";
import type { Fault } from "../../simulator/azure/azureState";
import { describeWith } from "../needs";
import { FIRST, ofMachines, replaces, SECOND, twoMachineStack, twoMachines } from "./twoMachines";

const ANOTHER_RANGE = "10.1.3.0/24";
const WHOLE_ROLLOUT = [...replaces(FIRST, SECOND), ...replaces(SECOND, FIRST)];

const { stack, restore } = twoMachineStack();

describeWith("engine")("a new machine configuration", () => {
  let calls: string[];

  it("replaces the machines one at a time, and keeps their spool disks and network interfaces", async () => {
    await stack.configure(twoMachines({}, ANOTHER_RANGE));
    calls = await stack.up();
    const machines = ofMachines(calls);
    expect(machines).toEqual(WHOLE_ROLLOUT);
    expect(calls.filter((call) => !machines.includes(call)).every((call) => call.startsWith("update"))).toBe(true);
    expect([stack.fewestReady, stack.fewestReachable]).toEqual([1, 1]);
    expect(stack.ready()).toBe(2);
  });

  it("is completed by the next up, whichever call of the rollout fails, and one machine is always ready", async () => {
    const failing = ofMachines(calls);
    await stack.configure(twoMachines({}, ANOTHER_RANGE));
    const whole = Object.keys(stack.azureState.resources).sort();
    const outcomes: unknown[] = [];
    for (const call of failing) {
      await restore();
      stack.fewestReady = 2;
      const [operation = "", name = ""] = call.split(" ");
      const [vm = "", child] = name.split("/");
      const id = child === undefined ? `/virtualMachines/${vm}` : `/${vm}/${KIND[child]}/${child}`;
      stack.azureState.faults.push({ operation: OPERATION[operation] ?? "delete", id, kind: "conflict" });
      const message = await stack.failedUp();
      await stack.up();
      const left = Object.keys(stack.azureState.resources).sort();
      outcomes.push([
        call,
        /Conflict|ScopeLocked/.test(message),
        stack.fewestReady,
        left.join() === whole.join(),
        await stack.up(),
      ]);
    }
    expect(outcomes).toEqual(failing.map((call) => [call, true, 1, true, []]));
  });
});

const OPERATION: Readonly<Record<string, Fault["operation"]>> = { create: "create", update: "update", run: "run" };

/**
 * The resources on a machine, by name. Each value is the part of the resource's id before its name. Example: the id of `ready`
 * ends in `/vm-qumulo-test-0/runCommands/ready`.
 */
const KIND: Readonly<Record<string, string>> = {
  ready: "runCommands",
  booted: "runCommands",
  AzureMonitorLinuxAgent: "extensions",
  "qumulo-audit": "providers/Microsoft.Insights/dataCollectionRuleAssociations",
};

describeWith("engine")("a change of the endpoint's port", () => {
  it("needs only one call to Azure, and every machine stays reachable", async () => {
    await stack.configure(twoMachines({ port: 1514 }));
    expect(await stack.up()).toEqual(["update lbi-qumulo-test"]);
    expect(stack.fewestReachable).toBe(2);
  });
});

describeWith("engine")("a machine that cannot be drained", () => {
  it("stops the rollout before anything is deleted, and the error contains the command that turns draining off", async () => {
    await stack.configure(twoMachines({}, ANOTHER_RANGE));
    stack.azureState.faults.push({ operation: "run", id: `/${FIRST}`, kind: "scriptFails" });
    const before = Object.keys(stack.azureState.resources).length;
    const message = await stack.failedUp();
    expect(message).toContain("NOT DRAINED: the agent on vm-qumulo-test-0 still keeps");
    expect(message).toContain("pulumi config set --path forwarder.drain false");
    expect([Object.keys(stack.azureState.resources).length, stack.ready()]).toEqual([before, 2]);
    // The next up drains the machine and completes the rollout.
    expect(ofMachines(await stack.up())).toEqual(WHOLE_ROLLOUT);
  });

  it("can be replaced without a drain if the settings turn draining off", async () => {
    await stack.configure(twoMachines({ drain: false }, ANOTHER_RANGE));
    expect((await stack.up()).filter((call) => call.startsWith("run"))).toEqual([]);
    expect(stack.ready()).toBe(2);
  });
});
