import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

const rule = "azure-native:monitor:DataCollectionRule";

describe("the workspace", () => {
  const workspace = "azure-native:operationalinsights:Workspace";

  it("is protected and retained, and so is its resource group", async () => {
    const graph = await graphOf("prod");
    expect(graph.only(workspace)).toMatchObject({ protect: true, retainOnDelete: true });
    const kept = graph.all("azure-native:resources:ResourceGroup").map(({ name, protect }) => [name, protect]);
    expect(kept).toEqual([
      ["rg-qumulo-prod-data", true],
      ["rg-qumulo-prod-compute", false],
    ]);
  });

  it("is neither protected nor retained if the settings allow its deletion", async () => {
    expect((await graphOf("dev")).only(workspace)).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("has no access keys, and read access to a machine gives no access to the events that it sends", async () => {
    expect((await graphOf("prod")).only(workspace).inputs).toMatchObject({
      sku: { name: "PerGB2018" },
      retentionInDays: 180,
      features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: false },
    });
    expect((await graphOf("prod")).only(workspace).inputs.workspaceCapping).toEqual({ dailyQuotaGb: -1 });
  });

  it("has a daily cap only if the settings contain one, and a cap causes a warning", async () => {
    const graph = await graphOf("everything");
    expect(graph.only(workspace).inputs.workspaceCapping).toEqual({ dailyQuotaGb: 200 });
    expect(
      graph.log
        .filter(({ severity }) => severity === "warning")
        .map(({ message }) => message)
        .join(),
    ).toContain("200 GB");
  });

  it("audits its queries", async () => {
    const graph = await graphOf("prod");
    const { inputs } = graph.only("azure-native:monitor:DiagnosticSetting");
    const { id } = graph.only(workspace);
    expect(inputs).toMatchObject({ resourceUri: id, workspaceId: id, logs: [{ category: "Audit", enabled: true }] });
  });

  it("sets Syslog's retention by a template, because Azure would refuse a table resource", async () => {
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

  it("is not changed if it already exists", async () => {
    const graph = await graphOf("shared");
    const inWorkspace = graph.resources.filter(({ inputs }) => JSON.stringify(inputs).includes("log-hub"));
    // The alert rules' identity may read the workspace.
    const reads = ["azure-native:authorization:RoleAssignment", "azure-native:monitor:ScheduledQueryRule"];
    expect(inWorkspace.map(({ type }) => type).filter((type) => !reads.includes(type))).toEqual([rule]);
  });
});
