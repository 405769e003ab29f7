import { describe, expect, it } from "vitest";
import type { Call } from "../../simulator/azure/azureState";
import { undrained } from "./undrained";

const VM = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-0";
const call = (operation: Call["operation"], part: string, drained: boolean): Call => ({
  operation,
  token: "",
  id: `${VM}${part}`,
  machine: { power: "running", senders: drained ? "away" : "taken", drained },
});
const AGENT = "/extensions/AzureMonitorLinuxAgent";
const RULE = "/providers/Microsoft.Insights/dataCollectionRuleAssociations/qumulo-audit";
const OTHERS = ["/runCommands/ready", RULE.replace("qumulo-audit", "configurationAccessEndpoint")];

describe("what is deleted undrained", () => {
  it("is a machine, its agent or its rule that goes while the agent still keeps events", () => {
    const lost = undrained(
      ["", AGENT, RULE, ...OTHERS].map((part) => call("delete", part, false)),
      { values: {} },
    );
    expect(lost).toEqual(["vm-0", `vm-0${AGENT}`, `vm-0${RULE}`]);
  });

  it("is nothing where the machine was drained, is only changed, or goes as it is because the settings say so", () => {
    const parts = ["", AGENT, RULE];
    expect(
      undrained(
        parts.map((part) => call("delete", part, true)),
        { values: {} },
      ),
    ).toEqual([]);
    expect(
      undrained(
        parts.map((part) => call("update", part, false)),
        { values: {} },
      ),
    ).toEqual([]);
    const values = { "qumulo-audit:forwarder": JSON.stringify({ drain: false }) };
    expect(
      undrained(
        parts.map((part) => call("delete", part, false)),
        { values },
      ),
    ).toEqual([]);
  });
});
