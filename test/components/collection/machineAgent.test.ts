import { describe, expect, it } from "vitest";
import { graphOf, ids } from "../../exampleStacks";

const association = "azure-native:monitor:DataCollectionRuleAssociation";

describe("a machine's agent", () => {
  it("is an extension with the name that company policies use, and without protected settings", async () => {
    const graph = await graphOf("everything");
    const extensions = graph.all("azure-native:compute:VirtualMachineExtension");
    expect(extensions).toHaveLength(2);
    for (const { inputs } of extensions) {
      expect(inputs).toMatchObject({
        vmExtensionName: "AzureMonitorLinuxAgent",
        publisher: "Microsoft.Azure.Monitor",
        type: "AzureMonitorLinuxAgent",
        typeHandlerVersion: "1.33",
        enableAutomaticUpgrade: true,
        settings: { proxy: { mode: "application", address: "http://proxy.example.com:3128" } },
      });
      expect(inputs).not.toHaveProperty("protectedSettings");
    }
  });

  it("is not installed if a company policy installs it, but the machine is still associated with the rule", async () => {
    const graph = await graphOf("native");
    expect(graph.all("azure-native:compute:VirtualMachineExtension")).toEqual([]);
    expect(graph.all(association)).toHaveLength(2);
  });

  it("is associated with the rule and with the endpoint for private ingestion", async () => {
    const graph = await graphOf("everything");
    const associations = graph.all(association).map(({ inputs }) => inputs);
    expect(associations.filter(({ associationName }) => associationName === "qumulo-audit")).toHaveLength(4);
    const endpoints = associations.filter(({ associationName }) => associationName === "configurationAccessEndpoint");
    expect(endpoints).toHaveLength(4);
    for (const endpoint of endpoints) {
      expect(endpoint.dataCollectionEndpointId).toBe(ids.endpoint);
      expect(endpoint).not.toHaveProperty("dataCollectionRuleId");
    }
  });

  it("is also installed on Arc servers, which the stack does not create", async () => {
    const graph = await graphOf("arcOnly");
    expect(graph.resources.filter(({ type }) => /:VirtualMachine$|hybridcompute:Machine$/.test(type))).toEqual([]);
    const extensions = graph.all("azure-native:hybridcompute:MachineExtension").map(({ inputs }) => inputs);
    expect(extensions).toHaveLength(2);
    expect(extensions[0]).toMatchObject({
      machineName: "syslog-1",
      resourceGroupName: "rg-hub",
      // The server's region, not the stack's.
      location: "germanywestcentral",
      extensionName: "AzureMonitorLinuxAgent",
    });
    expect(graph.all(association).map(({ inputs }) => inputs.resourceUri)).toEqual(ids.servers);
  });
});
