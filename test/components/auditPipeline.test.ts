import { describe, expect, it } from "vitest";
import { graphOf } from "../exampleStacks";

describe("a resource in another subscription", () => {
  it("is managed through a provider for that subscription", async () => {
    const graph = await graphOf("everything");
    const provider = graph.only("pulumi:providers:azure-native");
    expect(provider.inputs.subscriptionId).toBe("11111111-2222-3333-4444-555555555555");
    const users = graph.resources
      .filter((resource) => resource.provider.startsWith(provider.urn))
      .map(({ name }) => name);
    expect(users.filter((name) => name.includes("reverse"))).toHaveLength(1);
    // Two extensions, and two associations for each of the two servers.
    expect(users.filter((name) => name.includes("syslog-"))).toHaveLength(2 + 4);
  });
});

describe("tags", () => {
  it("include the contact, and leave tags from company policies unchanged", async () => {
    const { inputs, ignoreChanges } = (await graphOf("everything")).only("azure-native:network:LoadBalancer");
    expect(inputs.tags).toEqual({ environment: "test", costCenter: "4711", contact: "storage-team@example.com" });
    expect(ignoreChanges).toEqual(['tags["createdBy"]']);
  });
});
