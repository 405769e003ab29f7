import { describe, expect, it } from "vitest";
import { z } from "zod";
import { graphOf, ids } from "../../exampleStacks";

describe("the functions", () => {
  it("are deleted and created again if anything changes", async () => {
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

  it("verify events from the machines that the stack has or had, from its Arc servers, and from machines in the settings", async () => {
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

  it("belong to one of the stacks that share a workspace, and so does the table", async () => {
    expect((await graphOf("shared")).all("azure-native:operationalinsights:SavedSearch")).toEqual([]);
    expect((await graphOf("shared")).all("azure-native:operationalinsights:Table")).toEqual([]);
  });
});
