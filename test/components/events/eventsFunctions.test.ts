import { describe, expect, it } from "vitest";
import { z } from "zod";
import { graphOf, ids } from "../../exampleStacks";

describe("the functions", () => {
  it("are deleted and recreated if anything in them changes", async () => {
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
      functionParameters: [
        "starttime:datetime = datetime(null), endtime:datetime = datetime(null)",
        ...["operations", "statuses", "users", "clients", "pathPrefixes", "protocols"].map(
          (name) => `${name}:dynamic = dynamic([])`,
        ),
      ].join(", "),
    });
  });

  it("verify events from present and former machines, Arc servers, and forwarders in the settings", async () => {
    const graph = await graphOf("everything");
    const [parse] = graph.all("azure-native:operationalinsights:SavedSearch");
    const { query } = z.object({ query: z.string() }).parse(parse?.inputs);
    const [, list = ""] = /let ids = dynamic\((.*?)\);/.exec(query) ?? [];
    const [machine = ""] = graph.all("azure-native:compute:VirtualMachine").map(({ id }) => id);
    expect(machine).toMatch(/-0$/);
    expect(JSON.parse(list)).toEqual(
      [machine.replace(/0$/, "*"), ...ids.servers, ids.otherMachines].map((id) => id.toLowerCase()).sort(),
    );
  });

  it("are not deployed, and neither is the table, if another stack owns them in a shared workspace", async () => {
    expect((await graphOf("shared")).all("azure-native:operationalinsights:SavedSearch")).toEqual([]);
    expect((await graphOf("shared")).all("azure-native:operationalinsights:Table")).toEqual([]);
  });
});
