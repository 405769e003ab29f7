import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

const rule = "azure-native:monitor:DataCollectionRule";

describe("the collection rule", () => {
  it("collects only the facility and level that the forwarders set, and sends to Syslog by default", async () => {
    const { inputs } = (await graphOf("dev")).only(rule);
    expect(inputs).toMatchObject({
      kind: "Linux",
      dataSources: { syslog: [{ streams: ["Microsoft-Syslog"], facilityNames: ["local0"], logLevels: ["Info"] }] },
      dataFlows: [{ streams: ["Microsoft-Syslog"], destinations: ["workspace"] }],
    });
  });

  it("is in its workspace's region, even if the stack is in another region", async () => {
    expect((await graphOf("dev")).only(rule).inputs.location).toBe("westeurope");
    expect((await graphOf("shared")).only(rule).inputs.location).toBe("northeurope");
  });

  it("sends to the workspace", async () => {
    const graph = await graphOf("everything");
    const workspaceResourceId = graph.only("azure-native:operationalinsights:Workspace").id;
    expect(graph.only(rule).inputs.destinations).toEqual({
      logAnalytics: [{ name: "workspace", workspaceResourceId }],
    });
  });

  it("is replaced if its kind changes, because Azure refuses to update the kind", async () => {
    expect((await graphOf("dev")).only(rule).replaceOnChanges).toEqual(["kind"]);
  });
});
