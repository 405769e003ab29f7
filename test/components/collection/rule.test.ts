import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

const rule = "azure-native:monitor:DataCollectionRule";

describe("the collection rule", () => {
  it("takes only what the forwarder labels, into Syslog", async () => {
    const { inputs } = (await graphOf("dev")).only(rule);
    expect(inputs).toMatchObject({
      kind: "Linux",
      dataSources: { syslog: [{ streams: ["Microsoft-Syslog"], facilityNames: ["local0"], logLevels: ["Info"] }] },
      dataFlows: [{ streams: ["Microsoft-Syslog"], destinations: ["workspace"] }],
    });
  });

  it("lies in the region of its workspace, also where that is another one", async () => {
    expect((await graphOf("dev")).only(rule).inputs.location).toBe("westeurope");
    expect((await graphOf("shared")).only(rule).inputs.location).toBe("northeurope");
  });

  it("names the workspace as its destination", async () => {
    const graph = await graphOf("everything");
    const workspaceResourceId = graph.only("azure-native:operationalinsights:Workspace").id;
    expect(graph.only(rule).inputs.destinations).toEqual({
      logAnalytics: [{ name: "workspace", workspaceResourceId }],
    });
  });

  it("is replaced when its kind changes, which Azure refuses in place", async () => {
    expect((await graphOf("dev")).only(rule).replaceOnChanges).toEqual(["kind"]);
  });
});
