import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import { ids, OWN, stackConfig, stacks } from "../exampleStacks";
import { describeWith } from "../needs";
import { deployedStack } from "./deployedStack";

const [first = "", second = ""] = ids.servers;
const settings = (servers: readonly object[], collection: object = {}) => ({
  ...stacks.arcOnly,
  values: {
    ...stacks.arcOnly.values,
    ...stackConfig({
      "azure-native:subscriptionId": OWN,
      arc: { endpointAddress: "192.168.10.20", servers },
      collection,
    }).values,
  },
});
const proxy = { proxy: "http://proxy.example.com:3128" };
const AGENT = "AzureMonitorLinuxAgent";

const { stack, restore } = deployedStack(settings([{ id: first }, { id: second }]));
const restoreWithServerAway = async () => {
  await restore();
  stack.azureState.disconnected = [first.toLowerCase()];
};

describeWith("engine")("an Arc server that is disconnected", () => {
  it("causes an error in the next up if its agent's settings change, and the warning contains a command that prevents the error", async () => {
    await restoreWithServerAway();
    await stack.configure(settings([{ id: first }, { id: second }], proxy));
    // The tests run several Pulumi programs in one process. A late log line may reach another program's engine, so the
    // test records the calls of pulumi.log.warn instead.
    const warn = vi.spyOn(pulumi.log, "warn");
    expect(await stack.failedUp()).toContain("OperationTimedOut");
    const warnings = warn.mock.calls.map(([text]) => text).join("\n");
    warn.mockRestore();
    expect(warnings).toContain("syslog-1 is Disconnected");
    expect(warnings).not.toContain("syslog-2");
    expect(warnings).toContain("pulumi config set --path 'arc.servers[0].agentInstalledBy' policy");
    await stack.configure(settings([{ id: first, agentInstalledBy: "policy" }, { id: second }], proxy));
    expect((await stack.up()).filter((call) => call.includes("syslog-1"))).toEqual([]);
    expect(await stack.up()).toEqual([]);
  });

  it("can be removed from the settings, which keeps its agent and deletes its association", async () => {
    await restoreWithServerAway();
    await stack.configure(settings([{ id: second }]));
    // The saved function that verifies senders contains the servers' ids, so it is recreated.
    const functions = ["delete qumuloparse", "create qumuloparse"];
    expect((await stack.up()).sort()).toEqual(["delete syslog-1/qumulo-audit", ...functions].sort());
    expect(stack.azureState.resources).toHaveProperty([`${first}/extensions/${AGENT}`.toLowerCase()]);
  });

  it("does not prevent the stack from being destroyed", async () => {
    await restoreWithServerAway();
    await stack.configure(settings([{ id: first }, { id: second }]));
    await stack.destroy();
    const left = Object.keys(stack.azureState.resources).filter((id) => id.includes("hybridcompute"));
    expect(left.sort()).toEqual([first, second].map((id) => `${id}/extensions/${AGENT}`.toLowerCase()));
  });
});

describeWith("engine")("an Arc server that was removed from the settings", () => {
  it("can be added again, with the agent that is still installed", async () => {
    await restore();
    await stack.configure(settings([{ id: second }]));
    await stack.up();
    await stack.configure(settings([{ id: first }, { id: second }]));
    expect(await stack.failedUp()).toContain("cannot create already existing resource");
    await stack.configure(settings([{ id: first, agentInstalledBy: "policy" }, { id: second }]));
    expect((await stack.up()).filter((call) => call.includes("syslog"))).toEqual(["create syslog-1/qumulo-audit"]);
  });
});
