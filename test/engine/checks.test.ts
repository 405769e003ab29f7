import { expect, it } from "vitest";
import { setPower } from "../../simulator/azure/machines";
import { describeWith } from "../needs";
import { ANOTHER_KEY, FIRST, resizes, SECOND, twoMachineStack, twoMachines } from "./twoMachines";

const { stack } = twoMachineStack();

describeWith("engine")("a change of the machines' size", () => {
  const size = { size: "Standard_D4s_v5" };

  it("restarts the machines one at a time, the next one only when the previous one is ready again", async () => {
    await stack.configure(twoMachines(size));
    expect(await stack.up()).toEqual([...resizes(FIRST, SECOND), ...resizes(SECOND, FIRST)]);
    expect([stack.fewestReachable, stack.reachable(), await stack.up()]).toEqual([1, 2, []]);
  });

  it("stops after a machine whose check fails, keeps the other one reachable, and is continued by the next up", async () => {
    await stack.configure(twoMachines(size));
    stack.azureState.faults.push({ operation: "update", id: `/${FIRST}/runCommands/ready`, kind: "scriptFails" });
    expect(await stack.failedUp()).toContain("NOT READY");
    expect(stack.calls()).not.toContain(`update ${SECOND}`);
    expect((await stack.up()).slice(-3)).toEqual(resizes(SECOND, FIRST));
    expect([stack.fewestReachable, stack.reachable(), await stack.up()]).toEqual([1, 2, []]);
  });

  it("restarts no machine unless another one can accept its senders", async () => {
    setPower(stack.azureState, stack.machineId(SECOND), "deallocated");
    await stack.configure(twoMachines(size));
    stack.fewestReachable = 1;
    const message = await stack.failedUp();
    expect(message).toContain(
      `${FIRST} is not resized, because that would restart it: no other machine accepts its senders`,
    );
    expect([stack.fewestReachable, stack.calls().includes(`update ${FIRST}`)]).toEqual([1, false]);
    setPower(stack.azureState, stack.machineId(SECOND), "running");
    await stack.up();
    expect([stack.fewestReachable, stack.reachable(), await stack.up()]).toEqual([1, 2, []]);
  });
});

describeWith("engine")("a machine whose boot or readiness check has failed", () => {
  const checks = (["deallocated", "broken"] as const).flatMap((power) =>
    ["booted", "ready"].map((check) => [check, power] as const),
  );

  it.each(checks)(
    "can be replaced and destroyed if draining is off: check %s, machine then %s",
    async (check, power) => {
      let attempt = 1;
      const failed = async () => {
        attempt += 1;
        await stack.configure(twoMachines({ drain: false, attempt }));
        stack.azureState.faults.push({
          operation: "update",
          id: `/${SECOND}/runCommands/${check}`,
          kind: "scriptFails",
        });
        expect(await stack.failedUp()).toContain("NOT READY");
        setPower(stack.azureState, stack.machineId(SECOND), power);
      };
      await failed();
      expect(await stack.failedUp()).toMatch(/OperationNotAllowed|VMAgentStatusCommunicationError/);
      await stack.up({ replace: [await stack.urn(SECOND)] });
      expect([stack.reachable(), stack.ready(), await stack.up()]).toEqual([2, 2, []]);
      await failed();
      await stack.destroy();
      expect(stack.ready()).toBe(0);
    },
  );

  it("causes a warning with the command that repeats the check, if a refresh made the engine forget the failure", async () => {
    await stack.configure(twoMachines({ attempt: 2 }));
    stack.azureState.faults.push({ operation: "update", id: `/${SECOND}/runCommands/ready`, kind: "scriptFails" });
    await stack.failedUp();
    await stack.up({ refresh: true });
    expect(stack.output).toContain(
      `The readiness check of ${SECOND} (run command ready) failed when it last ran, and pulumi up does not repeat it by itself after a refresh. Repeat the checks: pulumi config set --path forwarder.attempt 3, then`,
    );
    await stack.configure(twoMachines({ attempt: 3 }));
    await stack.up();
    expect([stack.ready(), stack.output.includes("The readiness check"), await stack.up()]).toEqual([2, false, []]);
  });

  it("accepts senders again as soon as its checks run, if it was drained before", async () => {
    await stack.configure(twoMachines(ANOTHER_KEY));
    stack.azureState.faults.push({ operation: "delete", id: `/${FIRST}`, kind: "conflict" });
    await stack.failedUp();
    await stack.configure(twoMachines({ attempt: 2 }));
    await stack.up();
    expect([stack.reachable(), stack.ready(), await stack.up()]).toEqual([2, 2, []]);
  });
});
