import { describe, expect, it } from "vitest";
import { z } from "zod";
import { graphOf, ids } from "../../exampleStacks";

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
