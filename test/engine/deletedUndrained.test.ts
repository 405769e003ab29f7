import { describe, expect, it } from "vitest";
import type { Call } from "../../simulator/azure/azureState";
import { deletedUndrained } from "./deletedUndrained";

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

describe("deletedUndrained", () => {
  it("returns each deletion of an undrained machine, its agent or its rule association", () => {
    const lost = deletedUndrained(
      ["", AGENT, RULE, ...OTHERS].map((part) => call("delete", part, false)),
      { values: {} },
    );
    expect(lost).toEqual(["vm-0", `vm-0${AGENT}`, `vm-0${RULE}`]);
  });

  it("ignores deletions after a drain, changes, and all deletions if the settings turn draining off", () => {
    const parts = ["", AGENT, RULE];
    expect(
      deletedUndrained(
        parts.map((part) => call("delete", part, true)),
        { values: {} },
      ),
    ).toEqual([]);
    expect(
      deletedUndrained(
        parts.map((part) => call("update", part, false)),
        { values: {} },
      ),
    ).toEqual([]);
    const values = { "qumulo-audit:forwarder": JSON.stringify({ drain: false }) };
    expect(
      deletedUndrained(
        parts.map((part) => call("delete", part, false)),
        { values },
      ),
    ).toEqual([]);
  });
});
