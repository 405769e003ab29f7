import { expect, it } from "vitest";
import { rules } from "../../components/detections/rules";
import { ids, OWN, stackConfig, stacks } from "../exampleStacks";
import { describeWith } from "../needs";
import { deployedStack } from "./deployedStack";

const { arcOnly } = stacks;
/** Returns the configuration of the stack arcOnly with the given settings added. The key `secrets` is secret. */
const settings = (change: Record<string, unknown>) => ({
  ...arcOnly,
  values: {
    ...arcOnly.values,
    ...stackConfig({ "azure-native:subscriptionId": OWN, detections: { mode: "observe" }, ...change }).values,
  },
  secretKeys: ["qumulo-audit:secrets"],
});

const ROUTE = { alerts: { high: { emails: ["soc@example.com"] }, low: { webhooks: ["chat"] } } };
const SECRETS = { secrets: { webhooks: { chat: "https://chat.example.com/hook-7f3a" } } };

const { stack, restore } = deployedStack(settings({}));
const RULES = rules({ honeyPaths: [], adminCidrs: [] }).length;

describeWith("engine")("the alert rules of a deployed stack", () => {
  it.each([
    ["a threshold", { rules: { massRead: { threshold: 3000 } } }, ["update alert-qumulo-test-massread-low"]],
    ["a severity", { rules: { treeDelete: { severity: "high" } } }, ["update alert-qumulo-test-treedelete-medium"]],
    ["a disabled detection", { rules: { firstSeen: { enabled: false } } }, ["delete alert-qumulo-test-firstseen-low"]],
    [
      "the administrators' ranges",
      { adminCidrs: ["10.5.0.0/16"] },
      ["create alert-qumulo-test-adminfromelsewhere-high"],
    ],
    [
      "an exception",
      { exceptions: [{ detections: ["massRead"], user: "AD\\svc", path: "/mirror", reason: "the nightly mirror" }] },
      ["update alert-qumulo-test-massread-low"],
    ],
  ])(
    "are the only resources that change, and are not replaced, if the settings change %s",
    async (_, change, steps) => {
      await stack.configure(settings({ detections: { mode: "observe", ...change } }));
      expect(await stack.preview()).toEqual(steps);
    },
  );

  it("are updated in place by the modes alert and observe, and leave nothing behind in mode off", async () => {
    await restore();
    await stack.configure(settings({ ...ROUTE, ...SECRETS, detections: { mode: "alert" } }));
    const steps = await stack.preview();
    expect(steps.filter((step) => step.startsWith("update alert-"))).toHaveLength(RULES);
    expect(steps.filter((step) => !step.startsWith("update alert-")).sort()).toEqual([
      "create ag-qumulo-test-high",
      "create ag-qumulo-test-low",
      "create qumulo-test",
    ]);
    await stack.up();
    await stack.configure(settings({ detections: { mode: "observe" } }));
    await stack.up();
    const kinds = () => Object.values(stack.azureState.resources).map(({ token }) => token.split(":").at(-1));
    expect(kinds().filter((kind) => kind === "ScheduledQueryRule")).toHaveLength(RULES);
    expect(kinds()).not.toContain("ActionGroup");
    await stack.configure(settings({ detections: { mode: "off" } }));
    await stack.up();
    expect(kinds()).not.toContain("ScheduledQueryRule");
    expect(kinds()).not.toContain("UserAssignedIdentity");
  });

  it("do not change if a forwarder is added, except the rule that verifies senders", async () => {
    await restore();
    await stack.configure(settings({ events: { forwarders: [ids.otherMachines] } }));
    const steps = (await stack.preview()).filter((step) => step.includes(" alert-"));
    expect(steps).toEqual(["update alert-qumulo-test-unknownsender-medium"]);
  });
});
