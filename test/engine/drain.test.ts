import { expect, it } from "vitest";
import { expireTimers, setPower } from "../../simulator/azure/machines";
import { describeWith } from "../needs";
import { drifts } from "./drift";
import {
  ANOTHER_KEY,
  FIRST,
  ofMachines,
  PARTS,
  replaces,
  resizes,
  SECOND,
  twoMachineStack,
  twoMachines,
} from "./twoMachines";

const { stack } = twoMachineStack();

describeWith("engine")("a change made outside the stack", () => {
  it.each(["patchMode", "automaticByPlatformSettings", "diskSizeGB"])(
    "is kept if the stack allows others to change the property: %s",
    async (name) => {
      drifts[name]?.(stack.azureState, stack.machineId(FIRST));
      expect(await stack.up({ refresh: true })).toEqual([]);
      // A later change of another setting is still applied.
      await stack.configure(twoMachines({ size: "Standard_D4s_v5" }));
      expect(await stack.up()).toEqual([...resizes(FIRST, SECOND), ...resizes(SECOND, FIRST)]);
    },
  );

  it("makes the next up drain and replace the machine, if Azure cannot revert the property on a running machine", async () => {
    drifts.encryptionAtHost?.(stack.azureState, stack.machineId(FIRST));
    expect(await stack.up({ refresh: true })).toEqual(replaces(FIRST, SECOND));
    expect([stack.fewestReachable, await stack.up({ refresh: true })]).toEqual([1, []]);
  });

  it("that deleted a machine is reverted: the next up creates the machine and the resources on it, and drains nothing", async () => {
    const id = stack.machineId(FIRST).toLowerCase();
    for (const other of Object.keys(stack.azureState.resources))
      if (other === id || other.startsWith(`${id}/`)) delete stack.azureState.resources[other];
    delete stack.azureState.machines[id];
    expect(ofMachines(await stack.up({ refresh: true }))).toEqual([
      `create ${FIRST}`,
      ...PARTS.map((part) => `create ${FIRST}/${part}`),
    ]);
    expect(await stack.up()).toEqual([]);
  });
});

describeWith("engine")("a machine is drained before it is deleted", () => {
  it("if the user replaces it with --replace or --target", async () => {
    const urn = await stack.urn(FIRST);
    expect(await stack.up({ replace: [urn] })).toEqual(replaces(FIRST, SECOND));
    expect(await stack.up()).toEqual([]);
    await stack.configure(twoMachines(ANOTHER_KEY));
    expect(await stack.up({ target: [urn] })).toEqual(replaces(FIRST, SECOND).slice(0, 4));
    // The next up updates the resources on that machine and replaces the other one.
    expect(ofMachines(await stack.up())).toEqual([
      ...PARTS.map((part) => `update ${FIRST}/${part}`),
      ...replaces(SECOND, FIRST),
    ]);
    expect([stack.fewestReachable, await stack.up()]).toEqual([1, []]);
  });

  it("if forwarder.count is reduced; its agent's rule association is deleted only after the drain", async () => {
    await stack.configure(twoMachines({ count: 1 }));
    expect(ofMachines(await stack.up())).toEqual([
      `run ${FIRST}`,
      `run ${SECOND}`,
      `delete ${SECOND}/qumulo-audit`,
      `delete ${SECOND}`,
    ]);
    expect(await stack.up()).toEqual([]);
  });

  it("if the stack is destroyed", async () => {
    await stack.destroy();
    expect(ofMachines(stack.calls()).slice(-8)).toEqual([
      `run ${FIRST}`,
      `run ${SECOND}`,
      `delete ${SECOND}/qumulo-audit`,
      `delete ${SECOND}`,
      // Before each drain, the hook asks the other machine to accept senders, even if the other machine is already
      // deleted, as here.
      `run ${SECOND}`,
      `run ${FIRST}`,
      `delete ${FIRST}/qumulo-audit`,
      `delete ${FIRST}`,
    ]);
  });
});

describeWith("engine")("a drained machine that is not deleted afterwards", () => {
  it("accepts senders again by itself if the setting is reverted", async () => {
    await stack.configure(twoMachines(ANOTHER_KEY));
    stack.azureState.faults.push({ operation: "delete", id: `/${FIRST}`, kind: "conflict" });
    expect(await stack.failedUp()).toContain("If it is not deleted now, it receives events again within 30 minutes");
    await stack.configure(twoMachines());
    expect(await stack.up()).toEqual([]);
    expect(stack.reachable()).toBe(1);
    expireTimers(stack.azureState);
    expect(stack.reachable()).toBe(2);
  });

  it("accepts senders again before the next machine is drained", async () => {
    await stack.configure(twoMachines(ANOTHER_KEY));
    stack.azureState.faults.push({ operation: "delete", id: `/${SECOND}`, kind: "conflict" });
    await stack.failedUp();
    await stack.configure(twoMachines());
    expect(ofMachines(await stack.up())).toEqual(replaces(FIRST, SECOND));
    expect(stack.fewestReachable).toBe(1);
  });
});

describeWith("engine")("a machine that is not running", () => {
  it.each(["deallocated", "broken"] as const)(
    "prevents the replacement of the other machine, because no machine could accept that machine's senders: %s",
    async (power) => {
      setPower(stack.azureState, stack.machineId(SECOND), power);
      await stack.configure(twoMachines(ANOTHER_KEY));
      const message = await stack.failedUp();
      expect(message).toContain(
        `${FIRST} is not deleted, because it could not be drained first: no other machine accepts`,
      );
      expect(message).toMatch(/OperationNotAllowed|VMAgentStatusCommunicationError/);
      expect([stack.ready(), ofMachines(stack.calls()).filter((call) => call.startsWith("delete"))]).toEqual([2, []]);
      setPower(stack.azureState, stack.machineId(SECOND), "running");
      await stack.up();
      expect([stack.reachable(), await stack.up()]).toEqual([2, []]);
    },
  );

  it.each(["deallocated", "broken"] as const)("can be replaced and destroyed if draining is off: %s", async (power) => {
    setPower(stack.azureState, stack.machineId(SECOND), power);
    await stack.configure(twoMachines({ drain: false }));
    expect(await stack.up({ replace: [await stack.urn(SECOND)] })).toEqual(replaces(SECOND, FIRST).slice(2));
    expect([stack.reachable(), stack.ready(), await stack.up()]).toEqual([2, 2, []]);
    setPower(stack.azureState, stack.machineId(SECOND), power);
    await stack.destroy();
    expect(stack.ready()).toBe(0);
  });
});

describeWith("engine")("an agent whose installation a company policy takes over", () => {
  it("stays installed; if the setting is changed back, each machine gets the stack's agent when that machine is replaced", async () => {
    await stack.configure(twoMachines({ agentInstalledBy: "policy" }));
    expect(await stack.up()).toEqual([]);
    const agents = () => Object.keys(stack.azureState.resources).filter((id) => id.endsWith("/azuremonitorlinuxagent"));
    expect(agents()).toHaveLength(2);
    await stack.configure(twoMachines());
    const message = await stack.failedUp();
    expect(message).toMatch(/cannot create already existing resource '[^']*\/extensions\/AzureMonitorLinuxAgent'/);
    for (const name of [FIRST, SECOND]) await stack.failedUp({ replace: [await stack.urn(name)] });
    expect([stack.fewestReachable, stack.reachable(), agents().length, await stack.up()]).toEqual([1, 2, 2, []]);
  });

  it("is deleted with the stack's machines", async () => {
    await stack.configure(twoMachines({ agentInstalledBy: "policy" }));
    await stack.up();
    await stack.destroy();
    expect(Object.keys(stack.azureState.resources).filter((id) => id.includes("/virtualmachines/"))).toEqual([]);
  });
});

describeWith("engine")("a drain", () => {
  it.each(["throttled", "unavailable", "reset"] as const)(
    "waits until a temporary Azure problem has ended: %s",
    async (kind) => {
      await stack.configure(twoMachines(ANOTHER_KEY));
      for (const operation of ["run", "poll"] as const)
        if (operation === "poll" || kind !== "reset")
          stack.azureState.faults.push({ operation, id: `/${FIRST}`, kind, times: 2 });
      await stack.up();
      expect([stack.fewestReachable, await stack.up()]).toEqual([1, []]);
    },
  );

  it("stops the rollout if Azure has lost the drain's result, and the error says that the machine may have closed its sessions", async () => {
    await stack.configure(twoMachines(ANOTHER_KEY));
    stack.azureState.faults.push({ operation: "poll", id: `/${FIRST}`, kind: "forgotten" });
    const message = await stack.failedUp();
    expect(message).toContain("It may have closed its sessions; it receives events again within 30 minutes.");
    expect(ofMachines(stack.calls()).filter((call) => call.startsWith("delete"))).toEqual([]);
  });
});
