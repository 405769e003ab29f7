import { describe, expect, it } from "vitest";
import { z } from "zod";
import { graphOf, ids } from "../exampleStacks";

const rule = "azure-native:monitor:DataCollectionRule";
const association = "azure-native:monitor:DataCollectionRuleAssociation";

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

describe("the agent of a machine", () => {
  it("is installed under the name that company policy uses, with no protected settings", async () => {
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

  it("is left to company policy if the settings say so, and the machine still gets its rule", async () => {
    const graph = await graphOf("native");
    expect(graph.all("azure-native:compute:VirtualMachineExtension")).toEqual([]);
    expect(graph.all(association)).toHaveLength(2);
  });

  it("has one association with the rule, and one with the endpoint of private ingestion", async () => {
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

  it("is the same on Arc servers, whose machine is never created", async () => {
    const graph = await graphOf("arcOnly");
    expect(graph.resources.filter(({ type }) => /:VirtualMachine$|hybridcompute:Machine$/.test(type))).toEqual([]);
    const extensions = graph.all("azure-native:hybridcompute:MachineExtension").map(({ inputs }) => inputs);
    expect(extensions).toHaveLength(2);
    expect(extensions[0]).toMatchObject({
      machineName: "syslog-1",
      resourceGroupName: "rg-hub",
      // The region of the server, not of the stack.
      location: "germanywestcentral",
      extensionName: "AzureMonitorLinuxAgent",
    });
    expect(graph.all(association).map(({ inputs }) => inputs.resourceUri)).toEqual(ids.servers);
  });
});

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

describe("the function", () => {
  it("is made anew where anything of it changes, and takes the place of what an earlier program made", async () => {
    const functions = (await graphOf("prod")).all("azure-native:operationalinsights:SavedSearch");
    expect(functions.map(({ inputs: { savedSearchId } }) => savedSearchId)).toEqual([
      "qumuloparse",
      "qumuloevents",
      "qumuloeventscurrent",
    ]);
    for (const { replaceOnChanges, deleteBeforeReplace } of functions)
      expect([replaceOnChanges, deleteBeforeReplace]).toEqual([["*"], true]);
    expect(functions[1]?.inputs).toMatchObject({
      functionAlias: "QumuloEvents",
      functionParameters: "starttime:datetime = datetime(null), endtime:datetime = datetime(null)",
    });
  });

  it("verifies what came through the machines that a stack has or had, its Arc servers, and those that settings name", async () => {
    const graph = await graphOf("everything");
    const [parse] = graph.all("azure-native:operationalinsights:SavedSearch");
    const { query } = z.object({ query: z.string() }).parse(parse?.inputs);
    const [, list = ""] = /^let forwarders = dynamic\((.*)\);$/m.exec(query) ?? [];
    const [machine = ""] = graph.all("azure-native:compute:VirtualMachine").map(({ id }) => id);
    expect(machine).toMatch(/-0$/);
    expect(JSON.parse(list)).toEqual(
      [machine.replace(/0$/, "*"), ...ids.servers, ids.otherMachines].map((id) => id.toLowerCase()).sort(),
    );
  });

  it("has one owner among the stacks of a shared workspace, which also owns the table", async () => {
    expect((await graphOf("shared")).all("azure-native:operationalinsights:SavedSearch")).toEqual([]);
    expect((await graphOf("shared")).all("azure-native:operationalinsights:Table")).toEqual([]);
  });
});

describe("what exists in another subscription", () => {
  it("is reached through a provider of that subscription", async () => {
    const graph = await graphOf("everything");
    const provider = graph.only("pulumi:providers:azure-native");
    expect(provider.inputs.subscriptionId).toBe("11111111-2222-3333-4444-555555555555");
    const users = graph.resources
      .filter((resource) => resource.provider.startsWith(provider.urn))
      .map(({ name }) => name);
    expect(users.filter((name) => name.includes("reverse"))).toHaveLength(1);
    // Two extensions, and two associations for each server.
    expect(users.filter((name) => name.includes("syslog-"))).toHaveLength(2 + 4);
  });
});

describe("onboarding of Arc servers", () => {
  it("is allowed to one service principal, in the group of the servers only", async () => {
    const graph = await graphOf("everything");
    const { inputs } = graph.only("azure-native:authorization:RoleAssignment");
    const [, compute] = graph.all("azure-native:resources:ResourceGroup");
    expect(inputs).toMatchObject({
      principalId: "22222222-3333-4444-5555-666666666666",
      principalType: "ServicePrincipal",
      scope: compute?.id,
    });
    expect(String(inputs.roleDefinitionId)).toMatch(/b64e21ea-ac4e-4cdf-9dc9-5b892992bee7$/);
  });

  it("is allowed to nobody where no principal is named", async () => {
    expect((await graphOf("arcOnly")).all("azure-native:authorization:RoleAssignment")).toEqual([]);
  });
});

describe("tags", () => {
  it("are merged with the contact, and foreign ones are left alone", async () => {
    const { inputs, ignoreChanges } = (await graphOf("everything")).only("azure-native:network:LoadBalancer");
    expect(inputs.tags).toEqual({ environment: "test", costCenter: "4711", contact: "storage-team@example.com" });
    expect(ignoreChanges).toEqual(['tags["createdBy"]']);
  });
});

describe("the table of their own", () => {
  it("is there before the functions and the rule that need it, kept by destroy, with the workspace's retention", async () => {
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

  it("takes the events through one line of documented KQL, and leaves reports of the forwarders in Syslog", async () => {
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
