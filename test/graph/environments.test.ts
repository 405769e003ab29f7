import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { program } from "../../infra/program";
import { emptyAzureState, perform } from "../../simulator/azure/azureState";
import { existingIds } from "../../simulator/azure/existingIds";
import { recordProgram, subscriptionOf } from "../../simulator/engine/recordProgram";
import { readStackConfig } from "../../simulator/engine/stackConfig";
import { PROJECT } from "../exampleStacks";

const stackFiles = readdirSync(PROJECT).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

const KINDS: Readonly<Record<string, Record<string, number>>> = {
  dev: { VirtualMachine: 1, VirtualNetwork: 1, Workspace: 1, MachineExtension: 0 },
  prod: { VirtualMachine: 3, VirtualNetwork: 1, Workspace: 1, MachineExtension: 0 },
  "onprem-arc": { VirtualMachine: 0, VirtualNetwork: 0, Workspace: 1, MachineExtension: 1 },
  native: { VirtualMachine: 2, VirtualNetwork: 0, Subnet: 1, Workspace: 1 },
  "shared-workspace": { VirtualMachine: 2, VirtualNetwork: 0, Subnet: 0, Workspace: 0, ResourceGroup: 0 },
};

describe("an example stack", () => {
  it("is in this test's table", () => {
    expect(stackFiles.sort()).toEqual(Object.keys(KINDS).sort());
  });

  it.each(Object.keys(KINDS))(
    "is valid and creates the expected machines, network and workspace: %s",
    async (stack) => {
      const config = readStackConfig(PROJECT, stack);
      const graph = await recordProgram(program, config);
      const state = { ...emptyAzureState(), existing: existingIds(config, subscriptionOf(config)) };
      for (const { type, custom, id, inputs, outputs } of graph.resources)
        if (custom && type.startsWith("azure-native:"))
          perform(state, type, { operation: "create", id, inputs }, outputs);
      const made = Object.values(state.resources).map(({ token }) => token.split(":").at(-1));
      const counted = Object.fromEntries(
        Object.keys(KINDS[stack] ?? {}).map((kind) => [kind, made.filter((one) => one === kind).length]),
      );
      expect(counted).toEqual(KINDS[stack]);
    },
  );
});
