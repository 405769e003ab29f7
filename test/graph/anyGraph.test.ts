import { describe, expect, it } from "vitest";
import { azureType } from "../../simulator/azure/resourceTypes";
import type { RecordedResource } from "../../simulator/engine/graph";
import { graphOf, type StackName, stacks } from "../exampleStacks";
import { brokenReferences, textsOf } from "./references";

const shapes = (Object.keys(stacks) as StackName[]).flatMap((stack) => [
  { stack, preview: false, when: "an update" },
  { stack, preview: true, when: "a preview" },
]);

describe.each(shapes)("the graph of $stack in $when", ({ stack, preview }) => {
  const graph = () => graphOf(stack, preview);

  it("contains no text that results from an unresolved output, such as [object Object]", async () => {
    const broken = (await graph()).resources.flatMap((resource) =>
      textsOf(resource.inputs).filter((text) => /\[object |Calling \[to|Output<|undefined\/|\/undefined/.test(text)),
    );
    expect(broken).toEqual([]);
  });

  it("refers only to its own resources and to those that the settings name", async () => {
    expect(brokenReferences(await graph(), stacks[stack], await graphOf(stack))).toEqual([]);
  });

  it("has resources of known types only, each with a legal name", async () => {
    for (const resource of (await graph()).resources.filter(
      ({ custom, type }) => custom && !type.startsWith("pulumi:"),
    )) {
      expect(azureType(resource.type).token).toBe(resource.type);
      expect(resource.name).toMatch(/^[a-z][a-z0-9-]{2,70}[a-z0-9]$/);
    }
  });

  it("has no two resources with the same URN", async () => {
    const urns = (await graph()).resources.map(({ urn }) => urn);
    expect(new Set(urns).size).toBe(urns.length);
  });

  it("sets deleteBeforeReplace on every child of a machine", async () => {
    const found = await graph();
    const children = found.resources.filter(
      ({ custom, urn }) =>
        custom && (urn.includes("forwarder:ForwarderMachine") || urn.includes("collection:MachineAgent")),
    );
    expect(children.filter(({ deleteBeforeReplace }) => !deleteBeforeReplace).map(({ name }) => name)).toEqual([]);
  });

  it("has no machine with inputs from another machine: the replacement of one would replace both", async () => {
    const found = await graph();
    const machineOf = (urn: string): string | undefined => {
      for (
        let at: RecordedResource | undefined = found.byUrn(urn);
        at;
        at = at.parent ? found.byUrn(at.parent) : undefined
      ) {
        if (at.type === "qumulo-audit:forwarder:ForwarderMachine") return at.urn;
      }
      return undefined;
    };
    const crossed = found.resources.flatMap((resource) => {
      const machine = resource.custom ? machineOf(resource.urn) : undefined;
      if (machine === undefined) return [];
      return Object.entries(resource.propertyDependencies).flatMap(([property, urns]) =>
        urns
          .filter((urn) => ![undefined, machine].includes(machineOf(urn)))
          .map((urn) => `${resource.name}.${property} depends on ${urn}`),
      );
    });
    expect(crossed).toEqual([]);
  });

  it("has tags on every resource that supports tags", async () => {
    const { resources } = await graph();
    const tagged = resources.filter(({ inputs }) => "tags" in inputs);
    const kinds = new Set(tagged.map(({ type }) => type));
    expect(resources.filter(({ type, inputs }) => kinds.has(type) && !("tags" in inputs))).toEqual([]);
  });
});
