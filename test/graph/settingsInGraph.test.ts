import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { program } from "../../infra/program";
import { Graph } from "../../simulator/engine/graph";
import { recordProgram } from "../../simulator/engine/recordProgram";
import { stackConfig, stacks } from "../exampleStacks";

describe("a stack with wrong settings", () => {
  it("ends with all errors in one message that the CLI shows without a stack trace", async () => {
    const config = stackConfig({ clusters: [], forwarder: { count: 99 }, typo: 1 });
    const error: unknown = await recordProgram(program, config).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ __pulumiRunError: true });
    const text = String(error instanceof Error && error.message);
    expect(text).toContain("settings are wrong in stack 'test'; nothing was created.");
    for (const key of ["- clusters: ", "- forwarder.count: ", "- typo: "]) expect(text).toContain(key);
  });

  it("registers nothing", async () => {
    const seen: Graph[] = [];
    await recordProgram(program, stackConfig({ clusters: [] })).then(
      (graph) => seen.push(graph),
      () => undefined,
    );
    expect(seen).toEqual([]);
  });
});

describe("secrets", () => {
  it("are refused, because they would be in clear text in the state", async () => {
    const config = { ...stacks.everything, secretKeys: ["qumulo-audit:clusters"] };
    await expect(recordProgram(program, config)).rejects.toThrow("would be in clear text in the state");
  });
});

describe("the stack's entry point", () => {
  it("is the program as a function, which the engine runs", () => {
    const load = createRequire(__filename);
    load("tsx/cjs");
    expect(typeof load("../../infra/index.ts")).toBe("function");
  });
});

describe("graphs recorded side by side", () => {
  it("stay apart", async () => {
    const [dev, prod, again] = await Promise.all(
      [stacks.dev, stacks.prod, stacks.dev].map((config) => recordProgram(program, config)),
    );
    expect(dev).toBeInstanceOf(Graph);
    expect(dev?.resources.map(({ urn }) => urn).sort()).toEqual(again?.resources.map(({ urn }) => urn).sort());
    expect(prod?.resources.some(({ urn }) => urn.includes("dev"))).toBe(false);
  });
});
