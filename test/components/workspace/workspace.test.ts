import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

const rule = "azure-native:monitor:DataCollectionRule";

describe("the workspace", () => {
  const workspace = "azure-native:operationalinsights:Workspace";

  it("is protected and kept, and so is the group it lies in", async () => {
    const graph = await graphOf("prod");
    expect(graph.only(workspace)).toMatchObject({ protect: true, retainOnDelete: true });
    const kept = graph.all("azure-native:resources:ResourceGroup").map(({ name, protect }) => [name, protect]);
    expect(kept).toEqual([
      ["rg-qumulo-prod-data", true],
      ["rg-qumulo-prod-compute", false],
    ]);
  });

  it("can be given up by a try-out", async () => {
    expect((await graphOf("dev")).only(workspace)).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("lets nobody write with a key, and no reader of a machine read its events", async () => {
    expect((await graphOf("prod")).only(workspace).inputs).toMatchObject({
      sku: { name: "PerGB2018" },
      retentionInDays: 180,
      features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: false },
    });
    expect((await graphOf("prod")).only(workspace).inputs.workspaceCapping).toEqual({ dailyQuotaGb: -1 });
  });

  it("is capped only where the settings say so, with a warning", async () => {
    const graph = await graphOf("everything");
    expect(graph.only(workspace).inputs.workspaceCapping).toEqual({ dailyQuotaGb: 200 });
    expect(
      graph.log
        .filter(({ severity }) => severity === "warning")
        .map(({ message }) => message)
        .join(),
    ).toContain("200 GB");
  });

  it("audits its own queries", async () => {
    const graph = await graphOf("prod");
    const { inputs } = graph.only("azure-native:monitor:DiagnosticSetting");
    const { id } = graph.only(workspace);
    expect(inputs).toMatchObject({ resourceUri: id, workspaceId: id, logs: [{ category: "Audit", enabled: true }] });
  });

  it("keeps Syslog through a template, since a table resource would be refused", async () => {
    const graph = await graphOf("prod");
    expect(graph.all("azure-native:operationalinsights:Table").map(({ inputs }) => inputs.tableName)).not.toContain(
      "Syslog",
    );
    const { inputs } = graph.only("azure-native:resources:Deployment");
    expect(inputs.properties).toMatchObject({
      mode: "Incremental",
      template: { resources: [{ properties: { retentionInDays: 180, totalRetentionInDays: 730 } }] },
    });
  });

  it("is not touched where it exists", async () => {
    const graph = await graphOf("shared");
    const inWorkspace = graph.resources.filter(({ inputs }) => JSON.stringify(inputs).includes("log-hub"));
    expect(inWorkspace.map(({ type }) => type)).toEqual([rule]);
  });
});
