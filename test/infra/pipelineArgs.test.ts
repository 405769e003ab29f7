import { describe, expect, it } from "vitest";
import { program } from "../../infra/program";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { everything, ids } from "../exampleStacks";

const stackWith = (workspace: object, collection: object = {}) => {
  const config = everything();
  const settings = { "qumulo-audit:workspace": workspace, "qumulo-audit:collection": collection };
  const values = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, JSON.stringify(value)]));
  return recordProgram(program, { ...config, values: { ...config.values, ...values } });
};
const accessOf = async (graph: ReturnType<typeof stackWith>) => {
  const [workspace] = (await graph).all("azure-native:operationalinsights:Workspace");
  return [workspace?.inputs.publicNetworkAccessForIngestion, workspace?.inputs.publicNetworkAccessForQuery];
};
const privateStep = /Private Link Scope. The workspace's id: pulumi stack output workspaceResourceId$/;

describe("a workspace", () => {
  it("is publicly reachable by default", async () => {
    const graph = stackWith({});
    expect(await accessOf(graph)).toEqual(["Enabled", "Enabled"]);
    expect((await graph).outputs.whatToDoNext).not.toContainEqual(expect.stringMatching(privateStep));
  });

  it("that refuses public ingestion has an endpoint for every agent, and whatToDoNext contains the user's remaining step", async () => {
    const graph = stackWith({ publicIngestion: false, publicQuery: false }, { endpointId: ids.endpoint });
    expect(await accessOf(graph)).toEqual(["Disabled", "Disabled"]);
    const recorded = await graph;
    const endpoints = recorded
      .all("azure-native:monitor:DataCollectionRuleAssociation")
      .filter(({ inputs }) => inputs.dataCollectionEndpointId === ids.endpoint);
    // Two machines and two Arc servers.
    expect(endpoints).toHaveLength(4);
    expect(
      recorded.all("azure-native:monitor:DataCollectionRule").map(({ inputs }) => inputs.dataCollectionEndpointId),
    ).toEqual([ids.endpoint]);
    expect(recorded.outputs.whatToDoNext).toContainEqual(expect.stringMatching(privateStep));
  });

  it("can refuse only public queries, and then needs no endpoint", async () => {
    expect(await accessOf(stackWith({ publicQuery: false }))).toEqual(["Enabled", "Disabled"]);
  });
});
