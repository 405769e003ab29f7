import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { setPower } from "../../simulator/azure/machines";
import { findPulumi } from "../../simulator/engine/cli";
import { OWN, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { Deployed } from "./deployed";

const settings = (forwarder: Record<string, unknown> = {}) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count: 2, sshPublicKey: SAMPLE_SSH_KEY, ...forwarder },
  });
const ANOTHER_KEY = { sshPublicKey: `${SAMPLE_SSH_KEY.split(" ", 2).join(" ")} another` };

const [FIRST, SECOND] = ["vm-qumulo-test-0", "vm-qumulo-test-1"] as const;
/** What gives one machine another size, which restarts it. */
const resizes = (name: string, other: string) => [`run ${other}`, `update ${name}`, `update ${name}/ready`];

let stack: Deployed;
let begin: () => Promise<void>;
beforeAll(async () => {
  Error.stackTraceLimit = 0;
  if (findPulumi() === undefined) return;
  stack = await Deployed.open(settings());
  await stack.up();
  begin = await stack.snapshot();
});
beforeEach(async () => {
  if (findPulumi() === undefined) return;
  await begin();
  await stack.configure(settings());
  stack.fewestAnswering = 2;
});
afterAll(() => {
  if (findPulumi() !== undefined) stack.close();
});

const idOf = (name: string): string =>
  Object.values(stack.azureState.resources).find(({ id }) => id.endsWith(`/virtualMachines/${name}`))?.id ?? "";

describeWith("engine")("another size", () => {
  const size = { size: "Standard_D4s_v5" };

  it("restarts one machine after the other, each once the one before it is ready again", async () => {
    await stack.configure(settings(size));
    expect(await stack.up()).toEqual([...resizes(FIRST, SECOND), ...resizes(SECOND, FIRST)]);
    expect([stack.fewestAnswering, stack.answering(), await stack.up()]).toEqual([1, 2, []]);
  });

  it("stops at the machine whose gate fails, while the other one answers, and the next up goes on", async () => {
    await stack.configure(settings(size));
    stack.azureState.faults.push({ operation: "update", id: `/${FIRST}/runCommands/ready`, kind: "scriptFails" });
    expect(await stack.failedUp()).toContain("NOT READY");
    expect(stack.calls()).not.toContain(`update ${SECOND}`);
    expect((await stack.up()).slice(-3)).toEqual(resizes(SECOND, FIRST));
    expect([stack.fewestAnswering, stack.answering(), await stack.up()]).toEqual([1, 2, []]);
  });

  it("restarts no machine while no other one takes its senders", async () => {
    setPower(stack.azureState, idOf(SECOND), "deallocated");
    await stack.configure(settings(size));
    stack.fewestAnswering = 1;
    const message = await stack.failedUp();
    expect(message).toContain(
      `${FIRST} is not given another size, which restarts it: no other machine takes its senders`,
    );
    expect([stack.fewestAnswering, stack.calls().includes(`update ${FIRST}`)]).toEqual([1, false]);
    setPower(stack.azureState, idOf(SECOND), "running");
    await stack.up();
    expect([stack.fewestAnswering, stack.answering(), await stack.up()]).toEqual([1, 2, []]);
  });
});

describeWith("engine")("a machine whose gate has failed", () => {
  const gates = (["deallocated", "broken"] as const).flatMap((power) =>
    ["booted", "ready"].map((gate) => [gate, power] as const),
  );

  it.each(gates)("is replaced, and destroyed, where drain is off: %s failed, then %s", async (gate, power) => {
    let attempt = 1;
    const failed = async () => {
      attempt += 1;
      await stack.configure(settings({ drain: false, attempt }));
      stack.azureState.faults.push({ operation: "update", id: `/${SECOND}/runCommands/${gate}`, kind: "scriptFails" });
      expect(await stack.failedUp()).toContain("NOT READY");
      setPower(stack.azureState, idOf(SECOND), power);
    };
    await failed();
    expect(await stack.failedUp()).toMatch(/OperationNotAllowed|VMAgentStatusCommunicationError/);
    await stack.up({ replace: [await stack.urn(SECOND)] });
    expect([stack.answering(), stack.ready(), await stack.up()]).toEqual([2, 2, []]);
    await failed();
    await stack.destroy();
    expect(stack.ready()).toBe(0);
  });

  it("is named with the command that runs its script again, where a refresh let the engine forget it", async () => {
    await stack.configure(settings({ attempt: 2 }));
    stack.azureState.faults.push({ operation: "update", id: `/${SECOND}/runCommands/ready`, kind: "scriptFails" });
    await stack.failedUp();
    await stack.up({ refresh: true });
    expect(stack.said).toContain(
      `The check 'ready' of ${SECOND} failed when it last ran, and it is not run again by itself after a refresh. Run the checks again: pulumi config set --path forwarder.attempt 3, then`,
    );
    await stack.configure(settings({ attempt: 3 }));
    await stack.up();
    expect([stack.ready(), stack.said.includes("The check"), await stack.up()]).toEqual([2, false, []]);
  });

  it("takes senders again once its gates run, where it had let go of them", async () => {
    await stack.configure(settings(ANOTHER_KEY));
    stack.azureState.faults.push({ operation: "delete", id: `/${FIRST}`, kind: "conflict" });
    await stack.failedUp();
    await stack.configure(settings({ attempt: 2 }));
    await stack.up();
    expect([stack.answering(), stack.ready(), await stack.up()]).toEqual([2, 2, []]);
  });
});
