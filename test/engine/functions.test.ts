import { expect, it } from "vitest";
import { z } from "zod";
import type { Properties } from "../../simulator/azure/types/azureType";
import { stacks } from "../exampleStacks";
import { describeWith } from "../needs";
import { deployedStack } from "./deployedStack";

const typed = "azure-native:operationalinsights:SavedSearch";
const generic = "azure-native:resources:Resource";
const NAMES = ["qumuloparse", "qumuloevents", "qumuloeventscurrent"];
const settings = (table: "syslog" | "parsed") => ({
  ...stacks.arcOnly,
  values: { ...stacks.arcOnly.values, "qumulo-audit:events": JSON.stringify({ table }) },
});

const { stack, restore } = deployedStack(settings("syslog"));
const existing = () =>
  Object.values(stack.azureState.resources).flatMap(({ token, id }) => (token === typed ? [id.split("/").at(-1)] : []));

/**
 * Returns a saved function's inputs in the form in which earlier versions of the program passed them to a generic resource.
 */
const asGeneric = ({ resourceGroupName, workspaceName, savedSearchId, ...properties }: Properties): Properties => ({
  resourceGroupName,
  resourceProviderNamespace: "Microsoft.OperationalInsights",
  parentResourcePath: `workspaces/${workspaceName}`,
  resourceType: "savedSearches",
  resourceName: savedSearchId,
  apiVersion: "2023-09-01",
  properties: { etag: "*", ...properties },
});
const state = z.looseObject({
  resources: z.array(
    z.looseObject({
      urn: z.string(),
      type: z.string(),
      id: z.string().optional(),
      inputs: z.record(z.string(), z.unknown()).optional(),
      dependencies: z.array(z.string()).optional(),
      propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).optional(),
    }),
  ),
});

describeWith("engine")("the saved functions of a workspace", () => {
  it("are recreated one at a time if they change, and unchanged ones are kept", async () => {
    await restore();
    await stack.configure(settings("parsed"));
    expect((await stack.up()).filter((call) => call.includes("qumuloe") || call.includes("qumulop"))).toEqual([
      "delete qumuloeventscurrent",
      "create qumuloeventscurrent",
    ]);
    expect(existing()).toEqual(expect.arrayContaining(NAMES));
  });

  it.each(["delete", "create"] as const)(
    "all exist after the next up, if Azure refused to %s one of them",
    async (operation) => {
      await restore();
      await stack.configure(settings("parsed"));
      stack.azureState.faults.push({ operation, id: "/savedSearches/qumuloeventscurrent", kind: "conflict" });
      expect(await stack.failedUp()).toContain("Conflict");
      await stack.up();
      expect(existing().sort()).toEqual([...NAMES].sort());
      expect(await stack.up()).toEqual([]);
    },
  );

  it("replace the generic resources that earlier versions of the program used for them", async () => {
    await restore();
    await stack.configure(settings("syslog"));
    const exported = await stack.exported();
    const deployment = state.parse(exported.deployment);
    for (const resource of deployment.resources) {
      resource.dependencies = resource.dependencies?.map((urn) => urn.replace(typed, generic));
      if (resource.type !== typed) continue;
      const was = stack.azureState.resources[String(resource.id).toLowerCase()];
      if (was === undefined) throw new Error(`no ${resource.id}`);
      resource.type = generic;
      resource.urn = resource.urn.replace(typed, generic);
      resource.inputs = asGeneric(resource.inputs ?? {});
      resource.propertyDependencies = {};
      stack.azureState.resources[was.id.toLowerCase()] = { ...was, token: generic, inputs: resource.inputs };
    }
    await stack.importState({ ...exported, deployment });
    expect(await stack.up()).toEqual(NAMES.flatMap((name) => [`delete ${name}`, `create ${name}`]));
    expect(existing().sort()).toEqual([...NAMES].sort());
    expect(await stack.up()).toEqual([]);
    expect(await stack.refresh()).toEqual({ same: expect.any(Number) });
  });
});
