import { describe, expect, it } from "vitest";
import { graphOf } from "../../exampleStacks";

/** Returns the assignments of the onboarding role in a stack. */
const onboarding = async (stack: "everything" | "arcOnly") =>
  (await graphOf(stack))
    .all("azure-native:authorization:RoleAssignment")
    .filter(({ name }) => name.endsWith("-onboarding"));

describe("Arc server onboarding", () => {
  it("is a right of one service principal, only in the servers' resource group", async () => {
    const graph = await graphOf("everything");
    const [assignment, ...others] = await onboarding("everything");
    const inputs = assignment?.inputs;
    expect(others).toEqual([]);
    const [, compute] = graph.all("azure-native:resources:ResourceGroup");
    expect(inputs).toMatchObject({
      principalId: "22222222-3333-4444-5555-666666666666",
      principalType: "ServicePrincipal",
      scope: compute?.id,
    });
    expect(String(inputs?.roleDefinitionId)).toMatch(/b64e21ea-ac4e-4cdf-9dc9-5b892992bee7$/);
  });

  it("is nobody's right if the settings name no principal", async () => {
    expect(await onboarding("arcOnly")).toEqual([]);
  });
});
