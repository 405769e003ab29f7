import { describe, expect, it } from "vitest";
import { program } from "../../../infra/program";
import { Graph } from "../../../simulator/engine/graph";
import { recordProgram } from "../../../simulator/engine/recordProgram";
import { stacks } from "../../exampleStacks";

describe("graphs that are recorded concurrently", () => {
  it("do not mix", async () => {
    const [dev, prod, again] = await Promise.all(
      [stacks.dev, stacks.prod, stacks.dev].map((config) => recordProgram(program, config)),
    );
    expect(dev).toBeInstanceOf(Graph);
    expect(dev?.resources.map(({ urn }) => urn).sort()).toEqual(again?.resources.map(({ urn }) => urn).sort());
    expect(prod?.resources.some(({ urn }) => urn.includes("dev"))).toBe(false);
  });
});
