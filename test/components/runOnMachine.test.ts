import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runOnMachine } from "../../components/forwarder/leave/runOnMachine";
import { type RunningActions, serveActions } from "../../rehearsal/azure/actions";
import { emptyWorld } from "../../rehearsal/azure/world";

const machineId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-0";
const world = emptyWorld();
let azure: RunningActions;
beforeAll(async () => {
  azure = await serveActions({ load: () => world, save: () => undefined });
  world.resources[machineId.toLowerCase()] = {
    id: machineId,
    token: "azure-native:compute:VirtualMachine",
    inputs: {},
    outputs: {},
  };
});
afterAll(() => azure.stop());
const run = (change: Partial<Parameters<typeof runOnMachine>[0]> = {}) =>
  runOnMachine({ endpoint: azure.endpoint, token: "t", machineId, script: "true", ...change });

describe("a script on a machine", () => {
  it("is asked for, waited for, and gives what it says", async () => {
    expect(await run()).toContain("drained: vm-0");
    expect(world.calls.at(-1)).toMatchObject({ operation: "run", id: machineId });
  });

  it("says nothing where there is no machine", async () => {
    expect(await run({ machineId: `${machineId}-gone` })).toBeUndefined();
  });

  it("fails with Azure's own words", async () => {
    world.faults.push({ operation: "run", id: "/vm-0", kind: "conflict" });
    await expect(run()).rejects.toThrow("Conflict: ");
    await expect(run({ token: "" })).rejects.toThrow("AuthenticationFailed: no token");
  });
});
