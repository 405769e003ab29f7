import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { setPower, timePasses } from "../../simulator/azure/machines";
import { findPulumi } from "../../simulator/engine/cli";
import { OWN, stackConfig } from "../exampleStacks";
import { describeWith } from "../needs";
import { Deployed } from "./deployed";
import { drifts } from "./drift";

const settings = (forwarder: Record<string, unknown> = {}) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count: 2, sshPublicKey: SAMPLE_SSH_KEY, ...forwarder },
  });
const ANOTHER_KEY = { sshPublicKey: `${SAMPLE_SSH_KEY.split(" ", 2).join(" ")} another` };

const [FIRST, SECOND] = ["vm-qumulo-test-0", "vm-qumulo-test-1"] as const;
const PARTS = ["booted", "AzureMonitorLinuxAgent", "qumulo-audit", "ready"];
const ofMachines = (calls: readonly string[]) => calls.filter((call) => call.includes("vm-qumulo-test-"));
/** What replaces one machine while the other takes its senders. */
const replaces = (name: string, other: string) => [
  `run ${other}`,
  `run ${name}`,
  `delete ${name}`,
  `create ${name}`,
  ...PARTS.map((part) => `update ${name}/${part}`),
];
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
describeWith("engine")("what was changed behind the stack's back", () => {
  it.each(["patchMode", "automaticByPlatformSettings", "diskSizeGB"])(
    "stays where others may change it: %s",
    async (name) => {
      drifts[name]?.(stack.azureState, idOf(FIRST));
      expect(await stack.up({ refresh: true })).toEqual([]);
      // Nor is it in the way of what a setting changes.
      await stack.configure(settings({ size: "Standard_D4s_v5" }));
      expect(await stack.up()).toEqual([...resizes(FIRST, SECOND), ...resizes(SECOND, FIRST)]);
    },
  );

  it("replaces a machine where Azure changes it on no machine that runs, and drains it first", async () => {
    drifts.encryptionAtHost?.(stack.azureState, idOf(FIRST));
    expect(await stack.up({ refresh: true })).toEqual(replaces(FIRST, SECOND));
    expect([stack.fewestAnswering, await stack.up({ refresh: true })]).toEqual([1, []]);
  });

  it("is a machine that is gone: it is made again with its parts, and nothing is drained", async () => {
    const id = idOf(FIRST).toLowerCase();
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
  it("when a person asks for a new one, with --replace and with --target", async () => {
    const urn = await stack.urn(FIRST);
    expect(await stack.up({ replace: [urn] })).toEqual(replaces(FIRST, SECOND));
    expect(await stack.up()).toEqual([]);
    await stack.configure(settings(ANOTHER_KEY));
    expect(await stack.up({ target: [urn] })).toEqual(replaces(FIRST, SECOND).slice(0, 4));
    // What is on it, and the other machine, come with the next one.
    expect(ofMachines(await stack.up())).toEqual([
      ...PARTS.map((part) => `update ${FIRST}/${part}`),
      ...replaces(SECOND, FIRST),
    ]);
    expect([stack.fewestAnswering, await stack.up()]).toEqual([1, []]);
  });

  it("when there are to be fewer, while its agent still has its rule", async () => {
    await stack.configure(settings({ count: 1 }));
    expect(ofMachines(await stack.up())).toEqual([
      `run ${FIRST}`,
      `run ${SECOND}`,
      `delete ${SECOND}/qumulo-audit`,
      `delete ${SECOND}`,
    ]);
    expect(await stack.up()).toEqual([]);
  });

  it("when the stack is destroyed", async () => {
    await stack.destroy();
    expect(ofMachines(stack.calls()).slice(-8)).toEqual([
      `run ${FIRST}`,
      `run ${SECOND}`,
      `delete ${SECOND}/qumulo-audit`,
      `delete ${SECOND}`,
      // It is asked to take senders, and is no more.
      `run ${SECOND}`,
      `run ${FIRST}`,
      `delete ${FIRST}/qumulo-audit`,
      `delete ${FIRST}`,
    ]);
  });
});

describeWith("engine")("a drained machine that is not deleted after all", () => {
  it("takes senders again by itself, when the setting is taken back", async () => {
    await stack.configure(settings(ANOTHER_KEY));
    stack.azureState.faults.push({ operation: "delete", id: `/${FIRST}`, kind: "conflict" });
    expect(await stack.failedUp()).toContain("Where it is not deleted now, it takes them again within 30 minutes");
    await stack.configure(settings());
    expect(await stack.up()).toEqual([]);
    expect(stack.answering()).toBe(1);
    timePasses(stack.azureState);
    expect(stack.answering()).toBe(2);
  });

  it("takes senders again before the next one lets go of its own", async () => {
    await stack.configure(settings(ANOTHER_KEY));
    stack.azureState.faults.push({ operation: "delete", id: `/${SECOND}`, kind: "conflict" });
    await stack.failedUp();
    await stack.configure(settings());
    expect(ofMachines(await stack.up())).toEqual(replaces(FIRST, SECOND));
    expect(stack.fewestAnswering).toBe(1);
  });
});

describeWith("engine")("a machine that does not run", () => {
  it.each(["deallocated", "broken"] as const)("is not replaced, since it cannot be drained: %s", async (power) => {
    setPower(stack.azureState, idOf(SECOND), power);
    await stack.configure(settings(ANOTHER_KEY));
    const message = await stack.failedUp();
    expect(message).toContain(`${FIRST} is not deleted, because it could not be drained first: no other machine takes`);
    expect(message).toMatch(/OperationNotAllowed|VMAgentStatusCommunicationError/);
    expect([stack.ready(), ofMachines(stack.calls()).filter((call) => call.startsWith("delete"))]).toEqual([2, []]);
    setPower(stack.azureState, idOf(SECOND), "running");
    await stack.up();
    expect([stack.answering(), await stack.up()]).toEqual([2, []]);
  });

  it.each(["deallocated", "broken"] as const)("is replaced, and destroyed, where drain is off: %s", async (power) => {
    setPower(stack.azureState, idOf(SECOND), power);
    await stack.configure(settings({ drain: false }));
    expect(await stack.up({ replace: [await stack.urn(SECOND)] })).toEqual(replaces(SECOND, FIRST).slice(2));
    expect([stack.answering(), stack.ready(), await stack.up()]).toEqual([2, 2, []]);
    setPower(stack.azureState, idOf(SECOND), power);
    await stack.destroy();
    expect(stack.ready()).toBe(0);
  });
});

describeWith("engine")("an agent that company policy is to install from now on", () => {
  it("stays on the machines that are there, and a machine that is renewed has one of the stack's again", async () => {
    await stack.configure(settings({ agent: "present" }));
    expect(await stack.up()).toEqual([]);
    const agents = () => Object.keys(stack.azureState.resources).filter((id) => id.endsWith("/azuremonitorlinuxagent"));
    expect(agents()).toHaveLength(2);
    await stack.configure(settings());
    const message = await stack.failedUp();
    expect(message).toMatch(/cannot create already existing resource '[^']*\/extensions\/AzureMonitorLinuxAgent'/);
    for (const name of [FIRST, SECOND]) await stack.failedUp({ replace: [await stack.urn(name)] });
    expect([stack.fewestAnswering, stack.answering(), agents().length, await stack.up()]).toEqual([1, 2, 2, []]);
  });

  it("goes with the machine, where there are to be fewer, and with the stack", async () => {
    await stack.configure(settings({ agent: "present" }));
    await stack.up();
    await stack.destroy();
    expect(Object.keys(stack.azureState.resources).filter((id) => id.includes("/virtualmachines/"))).toEqual([]);
  });
});

describeWith("engine")("a drain", () => {
  it.each(["throttled", "unavailable", "reset"] as const)("waits where Azure has trouble: %s", async (kind) => {
    await stack.configure(settings(ANOTHER_KEY));
    for (const operation of ["run", "poll"] as const)
      if (operation === "poll" || kind !== "reset")
        stack.azureState.faults.push({ operation, id: `/${FIRST}`, kind, times: 2 });
    await stack.up();
    expect([stack.fewestAnswering, await stack.up()]).toEqual([1, []]);
  });

  it("of which Azure has forgotten the outcome stops the roll, and says that the machine may be drained", async () => {
    await stack.configure(settings(ANOTHER_KEY));
    stack.azureState.faults.push({ operation: "poll", id: `/${FIRST}`, kind: "forgotten" });
    const message = await stack.failedUp();
    expect(message).toContain("It may have let go of its senders; it takes them again within 30 minutes.");
    expect(ofMachines(stack.calls()).filter((call) => call.startsWith("delete"))).toEqual([]);
  });
});
