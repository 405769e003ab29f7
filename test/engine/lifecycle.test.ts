import { afterAll, beforeAll, expect, it } from "vitest";
import { SAMPLE_SSH_KEY } from "../../infra/settings/sshKey";
import { ids, OWN, stackConfig, stacks } from "../exampleStacks";
import { describeWith } from "../needs";
import { TestStack } from "./testStack";

const open: TestStack[] = [];
const deploy = async (...args: Parameters<typeof TestStack.open>): Promise<TestStack> => {
  const deployed = await TestStack.open(...args);
  open.push(deployed);
  return deployed;
};
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  for (const deployed of open) deployed.close();
});

const settings = (forwarder: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  stackConfig({
    "azure-native:subscriptionId": OWN,
    clusters: [{ name: "nas", kind: "azureNative", nodeCidrs: ["10.1.2.0/24"] }],
    network: { addressSpace: "10.90.0.0/24", subnetPrefix: "10.90.0.0/26" },
    forwarder: { count: 1, sshPublicKey: SAMPLE_SSH_KEY, ...forwarder },
    ...more,
  });

describeWith("engine")("a stack in a real engine", () => {
  it("is previewed without a call to Azure, is created in an order that Azure accepts, and is unchanged by a second up", async () => {
    const dev = await deploy(stacks.dev);
    expect((await dev.preview()).filter((step) => !step.startsWith("create"))).toEqual([]);
    expect(dev.azureState.calls).toEqual([]);
    const calls = await dev.up();
    expect(calls).toHaveLength(24);
    expect(dev.ready()).toBe(1);
    expect(await dev.up()).toEqual([]);
    expect(await dev.refresh()).toEqual({ same: expect.any(Number) });
  });

  it("detects and reverts changes made outside the stack", async () => {
    const dev = await deploy(stacks.dev);
    await dev.up();
    const [id, group] =
      Object.entries(dev.azureState.resources).find(([, { token }]) => token.endsWith("NetworkSecurityGroup")) ?? [];
    if (id === undefined || group === undefined) throw new Error("no security group");
    dev.azureState.resources[id] = { ...group, inputs: { ...group.inputs, securityRules: [] } };
    const association = Object.keys(dev.azureState.resources).find((one) =>
      one.includes("datacollectionruleassociations"),
    );
    delete dev.azureState.resources[association ?? ""];
    expect(await dev.refresh()).toMatchObject({ update: 1, delete: 1 });
    expect((await dev.up()).sort()).toEqual(
      ["create vm-qumulo-dev-0/qumulo-audit", "update nsg-qumulo-devREST"]
        .map((call) => (call.endsWith("REST") ? `update ${group.id.split("/").at(-1)}` : call))
        .sort(),
    );
  });

  it("adds and removes machines without changing the other ones", async () => {
    const stack = await deploy(settings({}));
    await stack.up();
    await stack.configure(settings({ count: 3 }));
    const grown = await stack.up();
    expect(grown.filter((call) => !/-[12]/.test(call))).toEqual([]);
    expect(stack.ready()).toBe(3);
    await stack.configure(settings({ count: 2 }));
    const shrunk = await stack.up();
    // The first machine accepts senders before the third one is drained.
    expect(shrunk.slice(0, 2)).toEqual(["run vm-qumulo-test-0", "run vm-qumulo-test-2"]);
    expect(shrunk.slice(2).every((call) => call.startsWith("delete") && call.includes("-2"))).toBe(true);
    expect(stack.ready()).toBe(2);
    // The disk with undelivered events is kept, but no longer belongs to the stack.
    expect(Object.keys(stack.azureState.resources).filter((id) => id.includes("-2-spool"))).toHaveLength(1);
  });

  it("that is destroyed keeps only the resources that contain events", async () => {
    const prod = await deploy(stacks.prod);
    await prod.up();
    await expect(prod.destroy(false)).rejects.toThrow(/protect/);
    await prod.destroy();
    const left = Object.values(prod.azureState.resources).map(({ token }) => token.split(":").at(-1));
    expect(left.sort()).toEqual(["Disk", "Disk", "Disk", "ResourceGroup", "Table", "Workspace"]);
  });

  it("that is destroyed with deleteOnDestroy leaves no resources", async () => {
    const dev = await deploy(stacks.dev);
    await dev.up();
    await dev.destroy(false);
    expect(dev.azureState.resources).toEqual({});
  });

  it("keeps the events table if events.table is changed and changed back, and if functionOwner is set to false", async () => {
    const base = stacks.arcOnly.values;
    const events = (value: Record<string, unknown>) => ({
      ...stacks.arcOnly,
      values: { ...base, "qumulo-audit:events": JSON.stringify(value) },
    });
    const stack = await deploy(events({}));
    await stack.up();
    const tables = () => Object.keys(stack.azureState.resources).filter((id) => id.endsWith("/tables/qumuloaudit_cl"));
    expect(tables()).toHaveLength(1);
    await stack.configure(events({ table: "parsed", keep: "noNoise" }));
    // Sorted, because the order of the calls may vary: the resources do not depend on each other.
    expect((await stack.up()).sort()).toEqual([
      "create qumuloeventscurrent",
      "delete qumuloeventscurrent",
      expect.stringMatching(/^update dcr-/),
    ]);
    await stack.configure(events({}));
    expect((await stack.up()).filter((call) => call.startsWith("delete"))).toEqual(["delete qumuloeventscurrent"]);
    await stack.configure(events({ functionOwner: false }));
    await stack.up();
    expect(tables()).toHaveLength(1);
  });

  it("shares a workspace with another stack, and is destroyed without affecting that stack", async () => {
    const one = await deploy({ ...stacks.shared, stack: "one" });
    await one.up();
    const before = Object.keys(one.azureState.resources);
    const two = await deploy({ ...stacks.shared, stack: "two" }, one);
    const config = JSON.parse(stacks.shared.values["qumulo-audit:network"] ?? "{}");
    const network = JSON.stringify({ ...config, endpointAddress: "10.20.9.11" });
    await two.configure({ ...stacks.shared, values: { ...stacks.shared.values, "qumulo-audit:network": network } });
    await two.up();
    await two.destroy();
    // The second stack leaves only its retained disk.
    expect(
      Object.keys(two.azureState.resources).filter((id) => !before.includes(id) && !id.includes("-spool")),
    ).toEqual([]);
    one.azureState = two.azureState;
    expect(await one.refresh()).toEqual({ same: expect.any(Number) });
    expect(one.azureState.existing).toContain(ids.workspace.toLowerCase());
  });

  it("never contains a secret in plain text in its state, outputs or logs", async () => {
    const planted = "PLANTED-SECRET-7f3a";
    const base = settings({});
    const stack = await deploy({
      ...base,
      values: { ...base.values, "elsewhere:token": planted },
      secretKeys: ["elsewhere:token"],
    });
    await stack.up();
    const everything = [
      stack.written(),
      JSON.stringify(await stack.exported()),
      JSON.stringify(await stack.outputs()),
    ].join("\n");
    expect(everything).toContain("vm-qumulo-test-0");
    expect(everything).not.toContain(planted);
  });
});

describeWith("engine")("if Azure has a problem,", () => {
  it("the next up creates a resource that Azure first refused, and creates nothing twice", async () => {
    const dev = await deploy(stacks.dev);
    dev.azureState.faults.push({ operation: "create", id: "/vm-qumulo-dev-0", kind: "conflict" });
    expect(await dev.failedUp()).toContain("Conflict");
    const second = await dev.up();
    expect(second).toContain("create vm-qumulo-dev-0");
    expect(dev.ready()).toBe(1);
    expect(await dev.up()).toEqual([]);
  });

  it("up repeats an operation that Azure refuses because of throttling or another operation in progress", async () => {
    const dev = await deploy(stacks.dev);
    dev.azureState.faults.push({ operation: "create", id: "/vm-qumulo-dev-0", kind: "busy", times: 2 });
    dev.azureState.faults.push({ operation: "create", id: "/qumulo-audit", kind: "throttled", times: 2 });
    const calls = await dev.up();
    expect(calls.filter((call) => call === "create vm-qumulo-dev-0")).toHaveLength(3);
    expect(dev.ready()).toBe(1);
  });

  it("up creates nothing in a workspace that is not active yet: it stops, and the next up continues", async () => {
    const dev = await deploy(stacks.dev);
    dev.azureState.faults.push({ operation: "create", id: "/deployments/qumulo-dev-retention", kind: "notActive" });
    expect(await dev.failedUp()).toContain("Workspace not active");
    const inIt = dev.azureState.calls.filter(
      ({ id }) => /\/workspaces\/[^/]+\/./.test(id) || /dataCollectionRules/.test(id),
    );
    expect(inIt).toEqual([]);
    await dev.up();
    expect(await dev.up()).toEqual([]);
  });

  it("up fails with the last output of a script that fails on the machine, and the next up runs the script again", async () => {
    const dev = await deploy(stacks.dev);
    dev.azureState.faults.push({ operation: "create", id: "/runCommands/ready", kind: "scriptFails" });
    expect(await dev.failedUp()).toContain("NOT READY");
    // The run command is recreated, because Azure may skip an update that changes nothing.
    const again = ["delete vm-qumulo-dev-0/ready", "create vm-qumulo-dev-0/ready"];
    expect((await dev.up()).filter((call) => call.endsWith("/ready"))).toEqual(again);
    // The same is true if the script succeeded in an earlier up and fails in an update.
    const forwarder = JSON.parse(stacks.dev.values["qumulo-audit:forwarder"] ?? "{}");
    const attempt = JSON.stringify({ ...forwarder, attempt: 2 });
    await dev.configure({ ...stacks.dev, values: { ...stacks.dev.values, "qumulo-audit:forwarder": attempt } });
    dev.azureState.faults.push({ operation: "update", id: "/runCommands/ready", kind: "scriptFails" });
    expect(await dev.failedUp()).toContain("NOT READY");
    expect([dev.ready(), await dev.up(), dev.ready()]).toEqual([0, again, 1]);
  });

  it("if Azure accepts a resource and then fails to create it, the state contains the resource, and the next up updates it", async () => {
    const dev = await deploy(stacks.dev);
    dev.azureState.faults.push({
      operation: "create",
      id: "/extensions/AzureMonitorLinuxAgent",
      kind: "acceptedThenFailed",
    });
    expect(await dev.failedUp()).toContain("ProvisioningFailed");
    expect(await dev.up()).toContain("update vm-qumulo-dev-0/AzureMonitorLinuxAgent");
  });

  it("if Azure created a resource but its answer was lost, the next up prints the resource's id; once the resource is deleted, up creates it again", async () => {
    const dev = await deploy(stacks.dev);
    dev.azureState.faults.push({ operation: "create", id: "/vm-qumulo-dev-0", kind: "timesOutAfterItWasDone" });
    expect(await dev.failedUp()).toContain("GatewayTimeout");
    const message = await dev.failedUp();
    const [, id = ""] = /cannot create already existing resource '(.*vm-qumulo-dev-0)'/.exec(message) ?? [];
    delete dev.azureState.resources[id.toLowerCase()];
    expect(await dev.up()).toContain("create vm-qumulo-dev-0");
    expect(dev.ready()).toBe(1);
  });

  it("up succeeds even if an operation is slow", async () => {
    const dev = await deploy(stacks.dev);
    dev.azureState.faults.push({ operation: "create", id: "/vm-qumulo-dev-0", kind: "slow" });
    await dev.up();
    expect(dev.ready()).toBe(1);
  });
});
