import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { findPulumi } from "../../simulator/engine/cli";
import { ids, OWN, stackConfig, stacks } from "../exampleStacks";
import { describeWith } from "../needs";
import { Deployed } from "./deployed";

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

let stack: Deployed;
let begin: () => Promise<void>;
beforeAll(async () => {
  Error.stackTraceLimit = 0;
  if (findPulumi() === undefined) return;
  stack = await Deployed.open(settings([{ id: first }, { id: second }]));
  await stack.up();
  begin = await stack.snapshot();
});
afterAll(() => {
  if (findPulumi() !== undefined) stack.close();
});
const away = async () => {
  await begin();
  stack.azureState.disconnected = [first.toLowerCase()];
};

describeWith("engine")("an Arc server that is away", () => {
  it("stops a change of its agent, with the way on in a warning, and that way ends well", async () => {
    await away();
    await stack.configure(settings([{ id: first }, { id: second }], proxy));
    // Several programs run in this process one after the other, and a late log line of one may not reach its engine.
    const warn = vi.spyOn(pulumi.log, "warn");
    expect(await stack.failedUp()).toContain("OperationTimedOut");
    const warned = warn.mock.calls.map(([text]) => text).join("\n");
    warn.mockRestore();
    expect(warned).toContain("syslog-1 is Disconnected");
    expect(warned).not.toContain("syslog-2");
    expect(warned).toContain("pulumi config set --path 'arc.servers[0].agent' present");
    await stack.configure(settings([{ id: first, agent: "present" }, { id: second }], proxy));
    expect((await stack.up()).filter((call) => call.includes("syslog-1"))).toEqual([]);
    expect(await stack.up()).toEqual([]);
  });

  it("can be taken out, which leaves its agent and takes its association", async () => {
    await away();
    await stack.configure(settings([{ id: second }]));
    // The function that verifies senders names the servers, so it is made anew.
    const functions = ["delete qumuloparse", "create qumuloparse"];
    expect((await stack.up()).sort()).toEqual(["delete syslog-1/qumulo-audit", ...functions].sort());
    expect(stack.azureState.resources).toHaveProperty([`${first}/extensions/${AGENT}`.toLowerCase()]);
  });

  it("does not stop the destruction of the stack", async () => {
    await away();
    await stack.configure(settings([{ id: first }, { id: second }]));
    await stack.destroy();
    const left = Object.keys(stack.azureState.resources).filter((id) => id.includes("hybridcompute"));
    expect(left.sort()).toEqual([first, second].map((id) => `${id}/extensions/${AGENT}`.toLowerCase()));
  });
});

describeWith("engine")("an Arc server that was taken out", () => {
  it("comes back with the agent that is there", async () => {
    await begin();
    await stack.configure(settings([{ id: second }]));
    await stack.up();
    await stack.configure(settings([{ id: first }, { id: second }]));
    expect(await stack.failedUp()).toContain("cannot create already existing resource");
    await stack.configure(settings([{ id: first, agent: "present" }, { id: second }]));
    expect((await stack.up()).filter((call) => call.includes("syslog"))).toEqual(["create syslog-1/qumulo-audit"]);
  });
});
