import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

const rule = "azure-native:monitor:DataCollectionRule";

describe("QumuloAudit_CL", () => {
  it("is created before the functions and the rule, survives destroy, and has the workspace's retention period", async () => {
    const graph = await graphOf("everything");
    const table = graph.only("azure-native:operationalinsights:Table");
    expect([table.protect, table.retainOnDelete]).toEqual([false, true]);
    expect(table.inputs).toMatchObject({ plan: "Analytics", retentionInDays: 90, totalRetentionInDays: 730 });
    const chain = [table, ...graph.all("azure-native:operationalinsights:SavedSearch")];
    expect(chain.map(({ inputs }) => inputs.savedSearchId)).toEqual([
      undefined,
      "qumuloparse",
      "qumuloevents",
      "qumuloeventscurrent",
    ]);
    for (const [index, { dependencies }] of chain.entries())
      if (index > 0) expect(dependencies).toContain(chain[index - 1]?.urn);
    const parsed = await graphOf("parsed");
    expect(parsed.only(rule).dependencies).toContain(parsed.only("azure-native:operationalinsights:Table").urn);
  });

  it("receives events through a transformation, while the forwarders' reports go to Syslog", async () => {
    const graph = await graphOf("parsed");
    const { dataFlows } = graph.only(rule).inputs;
    expect(dataFlows).toEqual([
      expect.objectContaining({
        outputStream: "Custom-QumuloAudit_CL",
        transformKql: expect.stringMatching(/^source \| /),
      }),
      expect.objectContaining({
        outputStream: "Microsoft-Syslog",
        transformKql: 'source | where ProcessName == "qumulo-forwarder"',
      }),
    ]);
    expect(graph.only("azure-native:operationalinsights:Table").inputs).toMatchObject({
      plan: "Basic",
      totalRetentionInDays: 400,
    });
    expect(graph.only("azure-native:operationalinsights:Table").inputs).not.toHaveProperty("retentionInDays");
  });
});
